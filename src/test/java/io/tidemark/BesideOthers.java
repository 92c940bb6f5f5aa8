package io.tidemark;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Tests that wait most of the time, for programs and stores of their own: such classes run one after another beside all
 * the others. Not for tests that share a server, capture output or look at the JVM they run in.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(BesideOthers.ONE_AT_A_TIME)
public @interface BesideOthers {

    String ONE_AT_A_TIME = "beside others";
}
