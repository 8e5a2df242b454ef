package io.berth.inventory.domain.support;

import io.berth.contracts.inventory.BmcProtocol;
import io.berth.inventory.domain.FaultyRule;
import io.berth.inventory.domain.Verdict;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which management controllers may deploy hosts on bare metal and fence them by their power. */
public record BmcRules(List<Entry> protocols) {
    /**
     * A protocol that is accepted.
     *
     * @param name as it is told to people
     * @param also other texts that mean it
     */
    public record Entry(BmcProtocol protocol, String name, @Nullable List<String> also) {
        /** Copies the list. */
        public Entry {
            also = also == null ? List.of() : List.copyOf(also);
        }

        boolean isMeantBy(String text) {
            return ProductName.same(text, name)
                    || ProductName.same(text, protocol.name())
                    || (also != null && ProductName.isAmong(text, also));
        }
    }

    /**
     * @throws FaultyRule when a protocol or a text stands there twice
     */
    public BmcRules {
        protocols = List.copyOf(protocols);
        Set<BmcProtocol> seen = EnumSet.noneOf(BmcProtocol.class);
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < protocols.size(); i++) {
            Entry entry = protocols.get(i);
            if (!seen.add(entry.protocol())) {
                throw new FaultyRule(
                        "/protocols/" + i + "/protocol", entry.protocol() + " stands there twice");
            }
            Set<String> own = new HashSet<>();
            own.add(ProductName.plain(entry.name()));
            if (entry.also() != null) {
                entry.also().forEach(text -> own.add(ProductName.plain(text)));
            }
            for (String text : own) {
                if (!texts.add(text)) {
                    throw new FaultyRule(
                            "/protocols/" + i, "the text " + text + " means two protocols");
                }
            }
        }
    }

    /** The protocol that a text means, or the refusal that lists all that are accepted. */
    public Verdict<BmcProtocol> accept(String text) {
        return protocolOf(text)
                .<Verdict<BmcProtocol>>map(Verdict.Accepted::new)
                .orElseGet(
                        () -> Verdict.refused(new SupportRefusal.BmcNotAccepted(text, accepted())));
    }

    /** The protocol that a text means, if it is accepted. */
    public Optional<BmcProtocol> protocolOf(String text) {
        return protocols.stream()
                .filter(entry -> entry.isMeantBy(text))
                .map(Entry::protocol)
                .findAny();
    }

    /** What is accepted, as it is told to people. */
    public List<String> accepted() {
        return protocols.stream().map(Entry::name).toList();
    }
}
