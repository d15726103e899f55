export { sqlReviewStore, type ReviewStore } from "./review-store.js";
export { createReviews, type Reviews, type ReviewsOptions } from "./reviews.js";
export { reviewRoutes } from "./review-routes.js";
