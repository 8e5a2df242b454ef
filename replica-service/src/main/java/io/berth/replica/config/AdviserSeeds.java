package io.berth.replica.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.berth.replica.domain.adviser.Seeds;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * Reads the seeds of the DR adviser, once, at the start. A fault stops it: advice by half of the
 * rules would look like advice.
 */
@Singleton
public class AdviserSeeds {
    private static final String FILE = "/adviser/seeds.yaml";
    private static final ObjectReader YAML =
            YAMLMapper.builder(
                            YAMLFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .build()
                    .readerFor(Seeds.class);

    /** The seeds of this release. */
    @Produces
    @Startup
    @Singleton
    Seeds seeds() {
        return read();
    }

    /**
     * The seeds of this release.
     *
     * @throws IllegalStateException naming the place when they cannot be understood
     */
    public static Seeds read() {
        try (InputStream in =
                Objects.requireNonNull(AdviserSeeds.class.getResourceAsStream(FILE), FILE)) {
            return parse(FILE.substring(1), in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
    }

    /**
     * The seeds in a file.
     *
     * @param name of the file, for faults
     * @throws IllegalStateException with file, line, column and path when they cannot be understood
     */
    static Seeds parse(String name, byte[] file) {
        try {
            Seeds seeds = YAML.readValue(file);
            if (seeds == null) {
                throw new IllegalStateException(name + " is empty");
            }
            return seeds;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(told(name, e), e);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    private static String told(String name, JsonProcessingException e) {
        JsonLocation place = e.getLocation();
        StringBuilder told = new StringBuilder(name);
        if (place != null) {
            told.append(':').append(place.getLineNr()).append(':').append(place.getColumnNr());
        }
        told.append(": ");
        if (e instanceof JsonMappingException mapping) {
            for (JsonMappingException.Reference step : mapping.getPath()) {
                String field = step.getFieldName();
                told.append('/').append(field == null ? String.valueOf(step.getIndex()) : field);
            }
            told.append(": ");
        }
        return told.append(
                        e.getCause() instanceof IllegalArgumentException fault
                                ? fault.getMessage()
                                : e.getOriginalMessage())
                .toString();
    }
}
