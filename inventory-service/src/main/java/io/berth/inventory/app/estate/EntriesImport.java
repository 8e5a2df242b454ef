package io.berth.inventory.app.estate;

import io.berth.contracts.inventory.InventoryState;
import io.berth.inventory.app.Wished;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.store.Register;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Everything of an imported estate that lives in the register alone. The use cases of its kind
 * judge and save it, in the transaction of the import; they come in the order of {@link
 * io.berth.inventory.domain.estate.EstateSection}, in which each kind stands after those that it
 * refers to, however the file has them.
 */
@ApplicationScoped
public class EntriesImport {
    private final Register register;

    EntriesImport(Register register) {
        this.register = register;
    }

    void apply(List<EstateElement.OfEntry> elements, ImportTally tally) {
        for (EstateElement.OfEntry element : elements) {
            apply(element, tally);
            tally.step();
        }
    }

    private void apply(EstateElement.OfEntry element, ImportTally tally) {
        EntityKind kind = element.section().kind();
        Wished<?> wished = element.wished();
        InventoryState before = register.find(kind.state(), wished.id()).orElse(null);
        Verdict<?> verdict = before == null ? wished.create() : wished.replace(null);
        switch (verdict) {
            case Verdict.Refused<?>(List<Located> refusals) ->
                    tally.refuse(refusals, element.pointer());
            case Verdict.Accepted<?>(Object after) -> {
                if (before == null) {
                    tally.created(kind, wished.id());
                } else if (before.equals(after)) {
                    tally.unchanged(kind);
                } else {
                    tally.changed(kind, wished.id(), before, (InventoryState) after);
                }
            }
        }
    }
}
