package io.berth.contracts.schema;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigPart;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import io.berth.contracts.Event;
import io.berth.contracts.Topic;
import io.berth.contracts.ids.AlertFingerprint;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.CertificateSerial;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.ConsolidationPlanId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.Identifiers;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.ValidationRunId;
import io.berth.contracts.keyvault.RecordRef;
import io.berth.contracts.wire.EventCodec;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JSON Schema 2020-12 of an event record, from the record itself. */
final class EventSchemas {
    /** ISO 8601 with fractions of a second, which the format {@code duration} does not allow. */
    private static final String DURATION =
            "^P(?=.)(\\d+D)?(T(?=.)(\\d+H)?(\\d+M)?(\\d+(\\.\\d{1,9})?S)?)?$";

    /** Numbers that start at 1; the others start at 0. */
    private static final Set<Class<?>> FROM_ONE =
            Set.of(BootId.class, CycleNumber.class, KeyVersion.class, ValidationRunId.class);

    /** Names of the lists in which nothing stands twice. */
    private static final Set<String> DISTINCT =
            Set.of(
                    "attachments",
                    "emptied",
                    "failedNodes",
                    "nodes",
                    "principals",
                    "features",
                    "offloads",
                    "networks",
                    "certifiedFor",
                    "possibleOwners",
                    "preferredOwners",
                    "subnets",
                    "dnsServers",
                    "reserved",
                    "members",
                    "scope",
                    "operations",
                    "groups",
                    "hosts",
                    "hears",
                    "inMaintenance",
                    "supersedes",
                    "flags",
                    "switchedOff",
                    "without");

    private static final SchemaGenerator GENERATOR = generator();

    private EventSchemas() {}

    /** The schema as it is published, with a trailing line feed. */
    static String of(Class<? extends Event> record) {
        ObjectNode generated = GENERATOR.generateSchema(record);
        ObjectNode schema = EventCodec.JSON.createObjectNode();
        schema.set("$schema", generated.remove("$schema"));
        schema.put("$id", "urn:berth:schema:" + Topic.typeOf(record));
        schema.put("title", record.getSimpleName());
        schema.setAll(generated);
        return schema.toPrettyString() + "\n";
    }

    private static SchemaGenerator generator() {
        SchemaGeneratorConfigBuilder builder =
                new SchemaGeneratorConfigBuilder(
                                EventCodec.JSON,
                                SchemaVersion.DRAFT_2020_12,
                                OptionPreset.PLAIN_JSON)
                        .with(new JacksonModule());
        builder.forTypesInGeneral()
                .withCustomDefinitionProvider(EventSchemas::scalar)
                .withPropertySorter((left, right) -> 0);
        SchemaGeneratorConfigPart<FieldScope> fields = builder.forFields();
        fields.withRequiredCheck(field -> !optional(field));
        fields.withNullableCheck(EventSchemas::optional);
        fields.withNumberInclusiveMinimumResolver(field ->
                numeric(field) ? BigDecimal.valueOf(Bounds.number(name(field)).min()) : null);
        fields.withNumberInclusiveMaximumResolver(field ->
                numeric(field) ? BigDecimal.valueOf(Bounds.number(name(field)).max()) : null);
        fields.withNumberMultipleOfResolver(
                field -> name(field).equals("RatedHost.stars") ? BigDecimal.valueOf(0.5) : null);
        fields.withStringMaxLengthResolver(field ->
                field.getType().getErasedType() != String.class
                        ? null
                        : field.isFakeContainerItemScope()
                                ? Integer.valueOf(Bounds.element(name(field)))
                                : Integer.valueOf(Bounds.size(name(field))));
        fields.withStringPatternResolver(field ->
                switch (name(field)) {
                    case "AlertState.rule",
                            "AlertSubject.id",
                            "CsvState.backupPolicy",
                            "StorageArrayState.profile",
                            "VmSpec.antiAffinitySet",
                            "VmDetails.backupPolicy",
                            "VmDetails.drPolicy",
                            "VmDetails.affinitySet",
                            "StartOrder.group" ->
                            identifier(Identifiers.MAX_LENGTH);
                    case "RecordRef.object" -> recordRef(RecordRef.MAX_OBJECT);
                    case "RecordRef.field" -> recordRef(RecordRef.MAX_FIELD);
                    default -> null;
                });
        fields.withArrayMaxItemsResolver(field ->
                !field.isFakeContainerItemScope() && field.getType().getErasedType() == List.class
                        ? Bounds.size(name(field))
                        : null);
        fields.withArrayUniqueItemsResolver(field ->
                !field.isFakeContainerItemScope() && DISTINCT.contains(field.getDeclaredName())
                        ? Boolean.TRUE
                        : null);
        return new SchemaGenerator(builder.build());
    }

    private static boolean optional(FieldScope field) {
        return !field.isFakeContainerItemScope()
                && field.getRawMember().getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static boolean numeric(FieldScope field) {
        Class<?> type = field.getType().getErasedType();
        return type == int.class
                || type == long.class
                || type == double.class
                || type == Long.class
                || name(field).equals("UnmanagedVm.memory")
                || name(field).equals("VmSpec.memory");
    }

    private static String name(FieldScope field) {
        return field.getDeclaringType().getErasedType().getSimpleName()
                + "."
                + field.getDeclaredName();
    }

    /** Typed identifiers and units are scalars; times are text. */
    private static @Nullable CustomDefinition scalar(
            ResolvedType resolved, SchemaGenerationContext context) {
        Class<?> type = resolved.getErasedType();
        ObjectNode schema = context.getGeneratorConfig().createObjectNode();
        if (type == Instant.class) {
            schema.put("type", "string").put("format", "date-time");
        } else if (type == Duration.class) {
            schema.put("type", "string").put("pattern", DURATION);
        } else if (type == Principal.class) {
            schema.put("type", "string")
                    .put("maxLength", Principal.MAX_LENGTH)
                    .put("pattern", "^[^\\u0000-\\u0020\\u007f-\\u009f]+$");
        } else if (type == CertificateSerial.class) {
            schema.put("type", "string")
                    .put("maxLength", CertificateSerial.MAX_LENGTH)
                    .put("pattern", "^[0-9a-f]+$");
        } else if (isScalar(type, String.class)) {
            int max = longest(type);
            String pattern =
                    type == ClusterId.class
                            ? identifier(max).replace("^", "^(?!standalone\\.)")
                            : identifier(max);
            schema.put("type", "string").put("maxLength", max).put("pattern", pattern);
        } else if (isScalar(type, long.class)) {
            schema.put("type", "integer")
                    .put("minimum", FROM_ONE.contains(type) ? 1 : 0)
                    .put("maximum", type == MiB.class ? 1L << 40 : Long.MAX_VALUE);
        } else {
            return null;
        }
        return new CustomDefinition(
                schema,
                CustomDefinition.DefinitionType.INLINE,
                CustomDefinition.AttributeInclusion.YES);
    }

    private static int longest(Class<?> identifier) {
        if (identifier == HostGroupId.class) {
            return HostGroupId.MAX_LENGTH;
        }
        if (identifier == AlertFingerprint.class) {
            return AlertFingerprint.MAX_LENGTH;
        }
        return identifier == ConsolidationPlanId.class
                ? ConsolidationPlanId.MAX_LENGTH
                : Identifiers.MAX_LENGTH;
    }

    private static boolean isScalar(Class<?> type, Class<?> of) {
        return type.isRecord()
                && type.getRecordComponents().length == 1
                && type.getRecordComponents()[0].getType() == of
                && Arrays.stream(type.getDeclaredFields())
                        .anyMatch(field -> field.isAnnotationPresent(JsonValue.class));
    }

    private static String recordRef(int maxLength) {
        return "^[A-Za-z0-9][A-Za-z0-9._/-]{0," + (maxLength - 1) + "}$";
    }

    /** {@link Identifiers#check} as a pattern of the dialect that JSON Schema names. */
    private static String identifier(int maxLength) {
        return "^[A-Za-z0-9][A-Za-z0-9._-]{0," + (maxLength - 1) + "}$";
    }
}
