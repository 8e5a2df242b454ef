package io.berth.inventory.app.support;

import io.berth.inventory.app.UnitOfWork;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.support.InstallationSizing;
import io.berth.inventory.rulebook.Rulebook;
import io.berth.inventory.store.Register;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Judges the running installation by Berth's own figures. */
@ApplicationScoped
public class Installation {
    private static final long BYTES_OF_MIB = 1024L * 1024;

    private final UnitOfWork unitOfWork;
    private final Register register;
    private final Rulebook rulebook;

    Installation(UnitOfWork unitOfWork, Register register, Rulebook rulebook) {
        this.unitOfWork = unitOfWork;
        this.register = register;
        this.rulebook = rulebook;
    }

    /** What exists, against what this process may use. */
    public InstallationSizing.Judgement judge() {
        Map<EntityKind, Long> counts = unitOfWork.run(register::count);
        return rulebook.read(InstallationSizing.class)
                .judge(
                        new InstallationSizing.Observed(
                                counts.getOrDefault(EntityKind.HOST, 0L),
                                counts.getOrDefault(EntityKind.VM, 0L),
                                Runtime.getRuntime().availableProcessors(),
                                Runtime.getRuntime().maxMemory() / BYTES_OF_MIB));
    }
}
