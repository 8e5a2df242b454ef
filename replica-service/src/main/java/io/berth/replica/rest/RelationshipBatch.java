package io.berth.replica.rest;

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
 * The body of a request for one relationship (an object) or for several (an array).
 *
 * @param array whether it was an array, so that the answer is one, too
 */
@JsonDeserialize(using = RelationshipBatch.Reader.class)
record RelationshipBatch(boolean array, List<@Nullable RelationshipRequest> relationships) {
    /** Tells an object from an array. */
    static final class Reader extends JsonDeserializer<RelationshipBatch> {
        @Override
        public RelationshipBatch deserialize(JsonParser parser, DeserializationContext context)
                throws IOException {
            List<@Nullable RelationshipRequest> read = new ArrayList<>();
            if (!parser.hasToken(JsonToken.START_ARRAY)) {
                read.add(context.readValue(parser, RelationshipRequest.class));
                return new RelationshipBatch(false, read);
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                read.add(
                        parser.hasToken(JsonToken.VALUE_NULL)
                                ? null
                                : context.readValue(parser, RelationshipRequest.class));
            }
            return new RelationshipBatch(true, read);
        }
    }
}
