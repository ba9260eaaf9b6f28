@org.jspecify.annotations.NullMarked
package io.plimsoll.local.doctor;
