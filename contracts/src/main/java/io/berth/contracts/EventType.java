package io.berth.contracts;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The CloudEvents {@code type} of a record, with its version: {@code
 * io.berth.<owner>.<what-happened>.v1}. A compatible change keeps it; a breaking one is a new
 * record with the next version.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventType {
    /** The full type. */
    String value();
}
