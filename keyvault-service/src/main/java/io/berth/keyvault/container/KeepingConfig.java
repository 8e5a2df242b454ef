package io.berth.keyvault.container;

import io.berth.keyvault.container.ldap.LdapConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where wrapped keys are kept. */
@ConfigMapping(prefix = "berth.keyvault")
public interface KeepingConfig {
    /** Whether the keys are shared by all nodes. */
    @WithDefault("DISTRIBUTED")
    Mode mode();

    /** The containers. */
    Container container();

    /** Whether the keys are shared by all nodes. */
    enum Mode {
        /** All nodes read the same container; any of them opens what another protected. */
        DISTRIBUTED,
        /**
         * Each node keeps the keys that it makes beside itself. After a failover no other node
         * opens anything with them: a mode to be moved away from.
         */
        LOCAL
    }

    /** The containers. */
    interface Container {
        /** The container that takes new keys when the keys are shared, until they are moved. */
        @WithDefault("POSTGRES")
        Store store();

        /** Keys beside this node. */
        Local local();

        /** The directory. */
        LdapConfig ldap();

        /** Moving keys from one container to another. */
        Moves moves();
    }

    /** Sorts of shared containers. */
    enum Store {
        /** A table of the vault's database. */
        POSTGRES,
        /** A directory of the site. */
        LDAP
    }

    /** Keys beside this node. */
    interface Local {
        /**
         * The folder; needed in mode {@code LOCAL}, and afterwards until its keys are moved. It
         * belongs to the node that {@code berth.instance} names.
         */
        Optional<Path> folder();
    }

    /** Moving keys from one container to another. */
    interface Moves {
        /** How often each instance moves some of the keys that it reaches. */
        @WithDefault("PT1S")
        Duration every();

        /** How many keys at a time; 1 to 1000. */
        @WithDefault("50")
        int keys();
    }
}
