package io.berth.simulator.runtime;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.replica.ReplicaAuthentication;
import io.berth.mover.wire.kerberos.KerberosSecurity;
import io.berth.mover.wire.kerberos.Keytab;
import io.berth.mover.wire.tls.CertificateSecurity;
import io.berth.mover.wire.tls.IdentityFiles;
import io.berth.simulator.enrolment.Enroller;
import io.berth.simulator.mover.FleetAuthority;
import io.berth.simulator.mover.Identities;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What the hosts of a fleet prove with who they are. Where the fleet enrols, the certificates that
 * monitoring gave them, and no others; else those of an authority of its own.
 */
record FleetIdentities(
        Enroller enroller,
        FleetAuthority authority,
        SimulatorConfig.Simulator settings,
        InstantSource clock)
        implements Identities {
    @Override
    public Proof of(HostId host, ReplicaAuthentication way) {
        return switch (way) {
            case CERTIFICATE -> certificate(host);
            case KERBEROS -> kerberos(host);
        };
    }

    private Proof certificate(HostId host) {
        if (enroller.enrols()) {
            Optional<IdentityFiles> files = enroller.files(host);
            return files.isPresent()
                    ? new Proof.Has(new CertificateSecurity(files.get(), clock))
                    : new Proof.Lacks("it has no certificate of monitoring's authority");
        }
        try {
            return new Proof.Has(new CertificateSecurity(authority.files(host), clock));
        } catch (IOException e) {
            return new Proof.Lacks("its certificate cannot be written: " + e.getMessage());
        }
    }

    private Proof kerberos(HostId host) {
        Optional<Path> keytab = settings.kerberosKeytab();
        Optional<String> realm = settings.kerberosRealm();
        if (keytab.isEmpty() || realm.isEmpty()) {
            return new Proof.Lacks(
                    "Kerberos is ordered, and %s is not set"
                            .formatted(
                                    keytab.isEmpty()
                                            ? "berth.simulator.kerberos-keytab"
                                            : "berth.simulator.kerberos-realm"));
        }
        try {
            return new Proof.Has(new KerberosSecurity(new Keytab(keytab.get(), host, realm.get())));
        } catch (IllegalArgumentException e) {
            return new Proof.Lacks(String.valueOf(e.getMessage()));
        }
    }
}
