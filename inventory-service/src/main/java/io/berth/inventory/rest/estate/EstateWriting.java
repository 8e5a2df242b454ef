package io.berth.inventory.rest.estate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.inventory.InventoryState;
import io.berth.inventory.app.estate.EstateExport;
import io.berth.inventory.domain.Cluster;
import io.berth.inventory.domain.Host;
import io.berth.inventory.domain.HostGroup;
import io.berth.inventory.domain.ManagementGroup;
import io.berth.inventory.domain.ManagementGroupName;
import io.berth.inventory.domain.Vm;
import io.berth.inventory.domain.estate.EstateSection;
import io.berth.inventory.rest.ClusterRequest;
import io.berth.inventory.rest.HostGroupRequest;
import io.berth.inventory.rest.HostRequest;
import io.berth.inventory.rest.ReserveRequest;
import io.berth.inventory.rest.StandaloneHostRequest;
import io.berth.inventory.rest.VmRequest;
import io.berth.inventory.rest.kinds.Kinds;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes an estate file. Each element is written as the request that would create it, so that what
 * the requests can say cannot be forgotten here: a new field of one does not compile until it is
 * filled.
 */
final class EstateWriting implements EstateExport.Writer, AutoCloseable {
    /** Texts stay quoted: in YAML a name like {@code no} would otherwise be something else. */
    private static final JsonFactory YAML =
            YAMLFactory.builder()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .disable(YAMLGenerator.Feature.SPLIT_LINES)
                    .build();

    private final Kinds kinds;
    private final ObjectMapper json;
    private final JsonGenerator out;
    private @Nullable EstateSection section;

    EstateWriting(Kinds kinds, ObjectMapper json, boolean yaml, OutputStream stream)
            throws IOException {
        this.kinds = kinds;
        this.json = json.copy().setSerializationInclusion(JsonInclude.Include.NON_NULL);
        this.out = (yaml ? YAML : json.getFactory()).createGenerator(stream);
        out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        out.writeStartObject();
        out.writeStringField("format", EstateDocument.FORMAT);
    }

    @Override
    public void managementGroup(ManagementGroup group) {
        write(
                EstateSection.MANAGEMENT_GROUPS,
                json.createObjectNode().put("name", group.name().value()));
    }

    @Override
    public void hostGroup(ManagementGroupName top, HostGroup group) {
        HostGroupId parent = group.parent();
        write(
                EstateSection.HOST_GROUPS,
                json.valueToTree(
                        new HostGroupRequest(
                                group.id().value(),
                                top.value(),
                                parent == null ? null : parent.value(),
                                ReserveRequest.of(group.reserve()))));
    }

    @Override
    public void cluster(Cluster cluster, List<Host> nodes) {
        ObjectNode node =
                json.valueToTree(
                        new ClusterRequest(
                                cluster.id().value(),
                                cluster.group().value(),
                                cluster.site().value(),
                                cluster.nodeFailureReserve(),
                                nodes.stream().map(HostRequest::of).toList()));
        for (int i = 0; i < nodes.size(); i++) {
            ((ObjectNode) node.path("hosts").path(i))
                    .put("maintenance", nodes.get(i).maintenance());
        }
        write(EstateSection.CLUSTERS, node);
    }

    @Override
    public void host(Host host) {
        HostRequest request = HostRequest.of(host);
        ObjectNode node =
                json.valueToTree(
                        new StandaloneHostRequest(
                                request.id(),
                                host.group().value(),
                                host.site().value(),
                                request.cores(),
                                request.memoryMiB(),
                                request.reserve(),
                                request.hypervisor(),
                                request.hardware(),
                                request.force()));
        write(EstateSection.HOSTS, node.put("maintenance", host.maintenance()));
    }

    @Override
    public void entry(EstateSection to, InventoryState state) {
        write(to, json.valueToTree(kinds.of(to).body(state)));
    }

    @Override
    public void vm(Vm vm) {
        write(EstateSection.VMS, json.valueToTree(VmRequest.of(vm)));
    }

    private void write(EstateSection to, ObjectNode node) {
        try {
            if (section != to) {
                if (section != null) {
                    out.writeEndArray();
                }
                out.writeArrayFieldStart(to.field());
                section = to;
            }
            json.writeTree(out, node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the document; the stream under it stays open. */
    @Override
    public void close() throws IOException {
        if (section != null) {
            out.writeEndArray();
        }
        out.writeEndObject();
        out.close();
    }
}
