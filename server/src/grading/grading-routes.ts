/** The doors of lessons and checks. */
import { CheckRequest, HintRequest, SolutionRequest } from "@data-surgery/contract";
import { z } from "zod";
import { jsonBody, route, type AnyRoute } from "../http/index.js";
import type { Grading, Place } from "./grading.js";

const Nothing: z.ZodType = z.unknown();
const small = 4096;

function placeOf(params: Readonly<Record<string, string>>, path: string): Place {
  return { lesson: params["lesson"] ?? "", exercise: params["exercise"] ?? "", path };
}

export function gradingRoutes(grading: Grading): AnyRoute[] {
  return [
    route({
      method: "GET",
      path: "/api/lessons",
      access: "member",
      handle: () => ({ json: grading.lessons() }),
    }),
    route({
      method: "POST",
      path: "/api/lessons/:lesson/open",
      access: "member",
      body: jsonBody(Nothing, small),
      handle: async ({ visitor, params }) => ({ json: { path: await grading.open(visitor, params["lesson"] ?? "") } }),
    }),
    route({
      method: "POST",
      path: "/api/lessons/:lesson/exercises/:exercise/check",
      access: "member",
      body: jsonBody(CheckRequest, small),
      handle: async ({ visitor, params, body }) => ({ json: await grading.check(visitor, placeOf(params, body.path)) }),
    }),
    route({
      method: "POST",
      path: "/api/lessons/:lesson/exercises/:exercise/hint",
      access: "member",
      body: jsonBody(HintRequest, small),
      handle: async ({ visitor, params, body }) => ({
        json: await grading.hint(visitor, placeOf(params, body.path), body.number),
      }),
    }),
    route({
      method: "POST",
      path: "/api/lessons/:lesson/exercises/:exercise/solution",
      access: "member",
      body: jsonBody(SolutionRequest, small),
      handle: async ({ visitor, params, body }) => ({
        json: await grading.solution(visitor, placeOf(params, body.path)),
      }),
    }),
  ];
}
