package io.berth.inventory.rest.kinds;

import io.berth.inventory.domain.estate.EstateSection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.EnumMap;
import java.util.Map;

/** The kinds of all resources, by where they stand in an estate file. */
@ApplicationScoped
public class Kinds {
    private final Map<EstateSection, Kind<?, ?, ?>> bySection = new EnumMap<>(EstateSection.class);

    Kinds(@Any Instance<KindResource<?, ?, ?>> resources) {
        for (KindResource<?, ?, ?> resource : resources) {
            Kind<?, ?, ?> kind = resource.kind();
            kind.section().ifPresent(section -> bySection.put(section, kind));
        }
        for (EstateSection section : EstateSection.ofEntries()) {
            if (!bySection.containsKey(section)) {
                throw new IllegalStateException("no resource stands for " + section.field());
            }
        }
    }

    /** The kind of a section of entries. */
    public Kind<?, ?, ?> of(EstateSection section) {
        Kind<?, ?, ?> kind = bySection.get(section);
        if (kind == null) {
            throw new IllegalArgumentException(section.field() + " holds no entries");
        }
        return kind;
    }
}
