package io.berth.inventory.app.validation;

import io.berth.contracts.ids.ClusterId;
import io.berth.inventory.domain.validation.ReservationFigure;
import io.berth.inventory.domain.validation.Volume;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * What inventory knows of the storage below a cluster, for its validation. Nothing is known yet:
 * the test of persistent reservations is then skipped, and says so.
 */
@ApplicationScoped
public class ClusterStorage {
    /** The cluster shared volumes of a cluster. */
    public List<Volume> volumes(ClusterId cluster) {
        return List.of();
    }

    /** The arrays that they stand on, with what all hosts need there. */
    public List<ReservationFigure> reservations(ClusterId cluster) {
        return List.of();
    }
}
