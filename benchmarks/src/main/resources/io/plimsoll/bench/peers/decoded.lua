-- A header that the service does not know has the request decoded, however often it comes.
wrk.headers["X-Decoded"] = "yes"
