vcl 4.1;
backend nginx { .host = "127.0.0.1"; .port = "@backend@"; }
sub vcl_backend_response { set beresp.ttl = 1h; }
