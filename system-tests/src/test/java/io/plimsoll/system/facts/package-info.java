/**
 * The facts behind the rules of the freshness protocol, each shown on the real server: if one stops
 * being true, its rule can be thought about again. docs/facts.md lists them.
 */
@NullMarked
package io.plimsoll.system.facts;

import org.jspecify.annotations.NullMarked;
