package io.berth.inventory.rest.estate;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.contracts.ids.HostId;
import io.berth.inventory.app.estate.EstateElement;
import io.berth.inventory.app.estate.EstateSource;
import io.berth.inventory.domain.ClusterDraft;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.WantedPower;
import io.berth.inventory.domain.estate.EstateRefusal;
import io.berth.inventory.domain.estate.EstateSection;
import io.berth.inventory.rest.ClusterRequest;
import io.berth.inventory.rest.HostGroupRequest;
import io.berth.inventory.rest.StandaloneHostRequest;
import io.berth.inventory.rest.VmRequest;
import io.berth.inventory.rest.kinds.Kind;
import io.berth.inventory.rest.kinds.Kinds;
import io.berth.kit.rest.Fields;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the elements of an estate file by the same requests as the other resources, so that
 * whatever those learn to read, an import reads too. Only what the other resources change by
 * requests of their own is read here: {@code maintenance} of a host, {@code wanted} of a VM.
 */
@ApplicationScoped
class ElementReading {
    private static final String MAINTENANCE = "maintenance";
    private static final String WANTED = "wanted";

    private final ObjectMapper json;
    private final ObjectReader trees;
    private final Kinds kinds;

    ElementReading(ObjectMapper json, Kinds kinds) {
        this.kinds = kinds;
        this.json = json;
        // The parser stands in the middle of a list; what follows is no mistake.
        this.trees = json.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** A management group of the file. */
    record ManagementGroupRequest(@Nullable String name) {}

    /** Reads the element at which the parser stands. */
    void read(JsonParser parser, EstateSection section, String pointer, EstateSource.Reader reader)
            throws IOException {
        JsonNode node = trees.readTree(parser);
        Fields fields = new Fields().under(pointer);
        Supplier<? extends EstateElement> element = null;
        if (node instanceof ObjectNode object) {
            try {
                element = element(section, object, pointer, fields);
            } catch (JsonMappingException e) {
                mismatch(e, fields);
            }
        } else {
            fields.fault("", "the element must be a mapping");
        }
        List<Fields.Fault> faults = fields.faults();
        faults.forEach(fault ->
                reader.fault(
                        new Located(
                                fault.pointer(), new EstateRefusal.InvalidField(fault.detail()))));
        if (element != null && faults.isEmpty()) {
            reader.element(element.get());
        }
    }

    private Supplier<? extends EstateElement> element(
            EstateSection section, ObjectNode node, String pointer, Fields fields)
            throws JsonMappingException {
        return switch (section) {
            case MANAGEMENT_GROUPS -> {
                String name = value(node, ManagementGroupRequest.class).name();
                yield () -> new EstateElement.OfManagementGroup(pointer, name);
            }
            case HOST_GROUPS -> {
                var group = HostGroupRequest.read(value(node, HostGroupRequest.class), fields);
                yield () -> new EstateElement.OfHostGroup(pointer, group.get());
            }
            case CLUSTERS -> cluster(node, pointer, fields);
            case HOSTS -> {
                Boolean maintenance = maintenance(node, fields);
                var host =
                        StandaloneHostRequest.read(
                                value(node, StandaloneHostRequest.class), fields);
                yield () -> {
                    StandaloneHostRequest.Read read = host.get();
                    return new EstateElement.OfHost(
                            pointer, read.host(), read.group(), read.site(), maintenance);
                };
            }
            case LOGICAL_NETWORKS,
                    ADDRESS_POOLS,
                    MAC_POOLS,
                    STORAGE_ARRAYS,
                    DISK_GROUPS,
                    LUNS,
                    CSVS,
                    LIBRARY_SERVERS,
                    LIBRARY_SHARES,
                    TEMPLATES,
                    RUN_AS_ACCOUNTS,
                    SELF_SERVICE_ROLES,
                    UPDATE_SERVERS,
                    UPDATE_BASELINES ->
                    entry(kinds.of(section), section, node, pointer, fields);
            case VMS -> {
                WantedPower wanted = wanted(node, fields);
                var vm = VmRequest.read(value(node, VmRequest.class), fields);
                yield () -> new EstateElement.OfVm(pointer, vm.get(), wanted);
            }
        };
    }

    private <B> Supplier<EstateElement> entry(
            Kind<B, ?, ?> kind,
            EstateSection section,
            ObjectNode node,
            String pointer,
            Fields fields)
            throws JsonMappingException {
        var wished = kind.read(value(node, kind.request()), null, fields);
        return () -> new EstateElement.OfEntry(pointer, section, wished);
    }

    private Supplier<EstateElement> cluster(ObjectNode node, String pointer, Fields fields)
            throws JsonMappingException {
        Map<Integer, Boolean> byPlace = new HashMap<>();
        JsonNode hosts = node.path("hosts");
        for (int i = 0; i < hosts.size(); i++) {
            if (hosts.get(i) instanceof ObjectNode host) {
                Boolean maintenance = maintenance(host, fields.under("/hosts/" + i));
                if (maintenance != null) {
                    byPlace.put(i, maintenance);
                }
            }
        }
        var cluster = ClusterRequest.read(value(node, ClusterRequest.class), fields);
        return () -> {
            ClusterDraft draft = cluster.get();
            Map<HostId, Boolean> maintenance = new HashMap<>();
            byPlace.forEach(
                    (place, wanted) -> maintenance.put(draft.hosts().get(place).id(), wanted));
            return new EstateElement.OfCluster(pointer, draft, maintenance);
        };
    }

    private <T> T value(ObjectNode node, Class<T> type) throws JsonMappingException {
        try {
            return json.treeToValue(node, type);
        } catch (JsonMappingException e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException("a tree in memory could not be read", e);
        }
    }

    private static @Nullable Boolean maintenance(ObjectNode node, Fields fields) {
        JsonNode value = node.remove(MAINTENANCE);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isBoolean()) {
            fields.fault(MAINTENANCE, "maintenance must be true or false");
        }
        return value.booleanValue();
    }

    private static @Nullable WantedPower wanted(ObjectNode node, Fields fields) {
        JsonNode value = node.remove(WANTED);
        if (value == null || value.isNull()) {
            return null;
        }
        for (WantedPower power : WantedPower.values()) {
            if (power.name().equals(value.textValue())) {
                return power;
            }
        }
        fields.fault(WANTED, "wanted must be RUNNING or STOPPED");
        return null;
    }

    private static void mismatch(JsonMappingException e, Fields fields) {
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (!pointer.isEmpty()) {
                pointer.append('/');
            }
            pointer.append(step.getFieldName() == null ? step.getIndex() : step.getFieldName());
        }
        String detail =
                e instanceof UnrecognizedPropertyException unknown
                        ? "there is no field "
                                + unknown.getPropertyName()
                                + "; known are "
                                + unknown.getKnownPropertyIds()
                        : e.getOriginalMessage();
        fields.fault(pointer.toString(), detail);
    }
}
