package io.berth.inventory.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request for one VM (an object) or for several (an array).
 *
 * @param array whether it was an array, so that the answer is one, too
 */
@JsonDeserialize(using = VmBatch.Reader.class)
record VmBatch(boolean array, List<@Nullable VmRequest> vms) {
    /** Tells an object from an array. */
    static final class Reader extends JsonDeserializer<VmBatch> {
        @Override
        public VmBatch deserialize(JsonParser parser, DeserializationContext context)
                throws IOException {
            if (!parser.hasToken(JsonToken.START_ARRAY)) {
                List<@Nullable VmRequest> one = new ArrayList<>();
                one.add(context.readValue(parser, VmRequest.class));
                return new VmBatch(false, one);
            }
            List<@Nullable VmRequest> several = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                several.add(
                        parser.hasToken(JsonToken.VALUE_NULL)
                                ? null
                                : context.readValue(parser, VmRequest.class));
            }
            return new VmBatch(true, several);
        }
    }
}
