package io.berth.kit.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {
    @Test
    void aRevisionIsReadAsItWasTold() {
        assertEquals("7", EntityTags.of(7).getValue());
        assertEquals(7L, EntityTags.expected("\"7\""));
        assertEquals(7L, EntityTags.expected(" \"7\" "));
        assertEquals(999_999_999_999_999_999L, EntityTags.expected("\"999999999999999999\""));
    }

    @Test
    void withoutATagAnyRevisionWillDo() {
        assertNull(EntityTags.expected(null));
        assertNull(EntityTags.expected("*"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "\"\"",
                "\"0\"",
                "\"-1\"",
                "\"07\"",
                "W/\"7\"",
                "\"7\", \"8\"",
                "\"7",
                "\"x\"",
                "\"9999999999999999999\"",
                "\"7\"\"",
                "\"*\"",
                "\"٧\""
            })
    void anythingElseIsRefused(String ifMatch) {
        ProblemException refused =
                assertThrows(ProblemException.class, () -> EntityTags.expected(ifMatch));
        assertEquals("bad-if-match", refused.problem().code());
    }
}
