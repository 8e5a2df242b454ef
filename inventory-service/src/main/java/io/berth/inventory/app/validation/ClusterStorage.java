package io.berth.inventory.app.validation;

import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.inventory.CsvState;
import io.berth.contracts.inventory.StorageArrayState;
import io.berth.inventory.app.storage.StorageLookups;
import io.berth.inventory.domain.storage.ReservationBudget;
import io.berth.inventory.domain.validation.ReservationFigure;
import io.berth.inventory.domain.validation.Volume;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What inventory knows of the storage below a cluster, for its validation. */
@ApplicationScoped
public class ClusterStorage {
    @Inject StorageLookups storage;

    /** The cluster shared volumes of a cluster. */
    public List<Volume> volumes(ClusterId cluster) {
        return storage.csvsOf(cluster).stream()
                .map(csv -> new Volume(csv.csv(), about(csv)))
                .toList();
    }

    /** The arrays that they stand on, with what all hosts need there. */
    public List<ReservationFigure> reservations(ClusterId cluster) {
        Set<String> arrays = new TreeSet<>();
        storage.csvsOf(cluster).forEach(csv -> arrays.add(csv.array().value()));
        return arrays.stream()
                .flatMap(id -> storage.find(StorageArrayState.class, id).stream())
                .map(this::figure)
                .toList();
    }

    private ReservationFigure figure(StorageArrayState array) {
        ReservationBudget budget = storage.use(array).budget();
        return new ReservationFigure(
                new ArrayId(array.array().value()), budget.used(), budget.limit());
    }

    private static String about(CsvState csv) {
        return "array " + csv.array() + ", LUN " + csv.lun() + ", " + csv.capacity();
    }
}
