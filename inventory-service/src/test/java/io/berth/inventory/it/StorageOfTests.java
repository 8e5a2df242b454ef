package io.berth.inventory.it;

import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.ClusterId;
import io.berth.inventory.app.validation.ClusterStorage;
import io.berth.inventory.domain.validation.ReservationFigure;
import io.berth.inventory.domain.validation.Volume;
import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Every cluster stands on one array with room enough. */
@Mock
@ApplicationScoped
public class StorageOfTests extends ClusterStorage {
    @Override
    public List<Volume> volumes(ClusterId cluster) {
        return List.of();
    }

    @Override
    public List<ReservationFigure> reservations(ClusterId cluster) {
        return List.of(new ReservationFigure(new ArrayId("san-1"), 16, 128));
    }
}
