package io.berth.inventory.rest.updates;

import io.berth.contracts.ids.UpdateServerId;
import io.berth.contracts.inventory.UpdateServerRole;
import io.berth.contracts.inventory.UpdateServerState;
import io.berth.inventory.app.Entries;
import io.berth.inventory.app.updates.Updates;
import io.berth.inventory.domain.estate.EstateSection;
import io.berth.inventory.rest.kinds.Kind;
import io.berth.inventory.rest.kinds.KindResource;
import jakarta.ws.rs.Path;

/** Update servers over HTTP. */
@Path("/api/v1/update-servers")
public class UpdateServersResource
        extends KindResource<UpdateServerRequest, UpdateServerState, UpdateServerRequest.View> {

    UpdateServersResource(Entries entries, Updates updates) {
        super(
                entries,
                Kind.of(UpdateServerState.class, UpdateServerId::new, UpdateServerRequest.View::of)
                        .wished(
                                UpdateServerRequest::read,
                                updates::create,
                                updates::replace,
                                updates::remove)
                        .filed(
                                EstateSection.UPDATE_SERVERS,
                                UpdateServerRequest.class,
                                UpdateServerRequest::of)
                        .listed(list ->
                                list.byText("name", "name", UpdateServerState::name)
                                        .byConstant("role", "role", UpdateServerRole.class)
                                        .byFlag("dedicated", "dedicated")));
    }
}
