/** TLS of the API's port: the files, and their renewal without a restart. */
@NullMarked
package io.plimsoll.api.tls;

import org.jspecify.annotations.NullMarked;
