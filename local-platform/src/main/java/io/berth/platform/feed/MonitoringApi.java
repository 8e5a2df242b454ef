package io.berth.platform.feed;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.platform.RestApi;
import java.time.Duration;
import java.util.Optional;

/** What monitoring says over REST about hosts and guests. */
public final class MonitoringApi {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final RestApi api;

    /**
     * @param url of the service, without a path
     * @param token of a role that may read
     */
    public MonitoringApi(String url, String token) {
        this.api = new RestApi("Monitoring", url, token, PATIENCE);
    }

    /** A configured host; empty when the inventory has none of that name. */
    public Optional<JsonNode> host(HostId host) {
        return api.get("hosts/" + RestApi.encoded(host.value()));
    }

    /** What the guest of a VM publishes; empty when it never has. */
    public Optional<JsonNode> pairs(VmId vm) {
        return api.get("vms/" + RestApi.encoded(vm.value()) + "/kvp");
    }
}
