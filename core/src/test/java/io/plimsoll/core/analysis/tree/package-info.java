@NullMarked
package io.plimsoll.core.analysis.tree;

import org.jspecify.annotations.NullMarked;
