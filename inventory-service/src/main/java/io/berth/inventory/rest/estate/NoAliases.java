package io.berth.inventory.rest.estate;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;

/**
 * YAML without aliases. The parser would read {@code *name} as the text {@code name}, which is
 * never what was meant; and where aliases are followed, a short file can stand for an endless one.
 */
final class NoAliases extends JsonParserDelegate {
    private final YAMLParser yaml;

    NoAliases(JsonParser parser) {
        super(parser);
        this.yaml = (YAMLParser) parser;
    }

    @Override
    public JsonToken nextToken() throws IOException {
        JsonToken token = super.nextToken();
        if (yaml.isCurrentAlias()) {
            throw new JsonParseException(
                    this,
                    "An alias (*" + getText() + ") stands here; write the value itself",
                    currentTokenLocation());
        }
        return token;
    }

    @Override
    public JsonParser skipChildren() throws IOException {
        if (!hasToken(JsonToken.START_OBJECT) && !hasToken(JsonToken.START_ARRAY)) {
            return this;
        }
        int open = 1;
        while (open > 0) {
            JsonToken token = nextToken();
            if (token == null) {
                return this;
            }
            open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        }
        return this;
    }
}
