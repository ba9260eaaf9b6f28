/**
 * Random schemas, queries and transactions: whatever changes an answer must be told under one of
 * the answer's tags.
 */
@NullMarked
package io.plimsoll.system.oracle;

import org.jspecify.annotations.NullMarked;
