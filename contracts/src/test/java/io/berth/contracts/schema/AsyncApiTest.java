package io.berth.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.berth.contracts.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AsyncApiTest {
    @Test
    void theDocumentIsThatOfTheTopics() {
        Published.check(Published.ASYNC_API, AsyncApiDocument.yaml());
    }

    @Test
    void everyTopicHasAChannelASenderAndAReceiver() throws IOException {
        JsonNode document = published();
        for (var topic : Topics.ALL) {
            assertThat(document.at("/channels/" + topic.name() + "/address").asText())
                    .isEqualTo(topic.name());
            assertThat(actionsOn(document, topic.name())).contains("send", "receive");
        }
    }

    @Test
    void everyReferenceLeadsSomewhere() throws IOException {
        JsonNode document = published();
        List<JsonNode> references = document.findValues("$ref");
        assertThat(references).isNotEmpty();
        for (JsonNode reference : references) {
            String target = reference.asText();
            if (target.startsWith("#")) {
                assertThat(document.at(target.substring(1)).isMissingNode()).as(target).isFalse();
            } else {
                assertThat(Files.exists(Published.ASYNC_API.resolveSibling(target)))
                        .as(target)
                        .isTrue();
            }
        }
    }

    private static List<String> actionsOn(JsonNode document, String topic) {
        List<String> actions = new ArrayList<>();
        for (JsonNode operation : document.get("operations")) {
            if (operation.at("/channel/$ref").asText().equals("#/channels/" + topic)) {
                actions.add(operation.get("action").asText());
            }
        }
        return actions;
    }

    private static JsonNode published() throws IOException {
        return new YAMLMapper().readTree(Published.ASYNC_API.toFile());
    }
}
