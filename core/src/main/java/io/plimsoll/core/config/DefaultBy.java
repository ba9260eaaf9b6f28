package io.plimsoll.core.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A key's default where it depends on the value of another key, such as a profile. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface DefaultBy {
  /** The other key's full name; it has a default of its own. */
  String key();

  /** {@code value=text} for each value that the other key may have. */
  String[] value();
}
