package io.berth.keyvault.container;

import io.berth.keyvault.domain.Place;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** Makes the containers of an instance as the settings say. */
class ContainerSetup {
    @Produces
    @Singleton
    Containers containers(PostgresContainer postgres) {
        return new Containers(List.of(postgres), Place.POSTGRES);
    }
}
