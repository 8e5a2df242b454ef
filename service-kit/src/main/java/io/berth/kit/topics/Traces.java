package io.berth.kit.topics;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** W3C trace context to and from event headers. */
public final class Traces {
    private static final TextMapGetter<String> GETTER =
            new TextMapGetter<>() {
                @Override
                public Iterable<String> keys(String traceParent) {
                    return List.of("traceparent");
                }

                @Override
                public @Nullable String get(@Nullable String traceParent, String key) {
                    return key.equals("traceparent") ? traceParent : null;
                }
            };

    private Traces() {}

    /** The trace that the calling thread works for; null when there is none. */
    public static @Nullable String currentTraceParent() {
        SpanContext span = Span.current().getSpanContext();
        return span.isValid()
                ? "00-"
                        + span.getTraceId()
                        + "-"
                        + span.getSpanId()
                        + "-"
                        + span.getTraceFlags().asHex()
                : null;
    }

    /** Makes the calling thread work for the trace that came with an event, until closed. */
    @SuppressWarnings("MustBeClosedChecker") // the caller closes it
    public static Scope continueFrom(@Nullable String traceParent) {
        if (traceParent == null) {
            return Scope.noop();
        }
        return W3CTraceContextPropagator.getInstance()
                .extract(Context.current(), traceParent, GETTER)
                .makeCurrent();
    }
}
