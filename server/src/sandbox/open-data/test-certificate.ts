/** A certificate that nobody trusts, for data.gov.uk and secure.gov.uk, made for the tests of this folder alone: openssl req -x509 -newkey ec. */
export const testCertificate: string = `-----BEGIN CERTIFICATE-----
MIIBpjCCAUygAwIBAgIUGEitoW81vT/twMM8Bn/ubyfMKPUwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJdGVzdCBzaXRlMCAXDTI2MTEyNDIyNTQyOFoYDzIxMjYxMDMx
MjI1NDI4WjAUMRIwEAYDVQQDDAl0ZXN0IHNpdGUwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARzUDWtwtXHhlD9ZNAEWK1trUo59zxu72BzhEBGrx6eePgzLtAjOc62
JGmfv3Pt9n5tpYIKUFalbQPVmj7xyuxfo3oweDAdBgNVHQ4EFgQUK7r3364oJj6c
uVcqdHLKpthVzPgwHwYDVR0jBBgwFoAUK7r3364oJj6cuVcqdHLKpthVzPgwDwYD
VR0TAQH/BAUwAwEB/zAlBgNVHREEHjAcggtkYXRhLmdvdi51a4INc2VjdXJlLmdv
di51azAKBggqhkjOPQQDAgNIADBFAiAmBZ+3bbTTN+TAXS0pN+wl+C/lHLQjBy4Z
Ib+NhFJUvwIhAMJkGuzNjv6oT1r4ZyUfyDF4JiBE0bN2RPyQAShX9ICb
-----END CERTIFICATE-----`;

export const testKey: string = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgAqStukubMLQ0y/xB
ybgy7FrE2v5AR8E8rad1QSyZ5mGhRANCAARzUDWtwtXHhlD9ZNAEWK1trUo59zxu
72BzhEBGrx6eePgzLtAjOc62JGmfv3Pt9n5tpYIKUFalbQPVmj7xyuxf
-----END PRIVATE KEY-----`;
