package io.berth.monitoring.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.berth.contracts.guests.HeartbeatLoss;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.monitoring.HoldReason;
import io.berth.monitoring.domain.FoldSnapshot;
import io.berth.monitoring.domain.HostLiveness;
import io.berth.monitoring.domain.guest.GuestSnapshot;
import io.berth.monitoring.domain.guest.MissedGuest;
import java.lang.reflect.RecordComponent;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoldTextTest {
    private static final FoldSnapshot.Host KNOWN =
            new FoldSnapshot.Host(
                    new HostId("h1"),
                    HostLiveness.SUSPECT,
                    new BootId(3),
                    41,
                    new Tenure(7),
                    new Tenure(8),
                    true,
                    1001,
                    1002,
                    List.of(
                            new FoldSnapshot.Appended(40, 1003),
                            new FoldSnapshot.Appended(41, 1004)),
                    new FoldSnapshot.Condition(
                            true,
                            true,
                            1005,
                            List.of(1006L, 1007L),
                            1008,
                            List.of(new HostId("h2"), new HostId("h3")),
                            -1009,
                            5,
                            true),
                    1010);
    private static final FoldSnapshot.Host UNKNOWN =
            new FoldSnapshot.Host(
                    new HostId("h2"),
                    HostLiveness.UNKNOWN,
                    null,
                    0,
                    Tenure.NONE,
                    Tenure.NONE,
                    false,
                    0,
                    0,
                    List.of(),
                    null,
                    0);
    private static final FoldSnapshot SNAPSHOT =
            new FoldSnapshot(
                    FoldSnapshot.FORMAT,
                    101,
                    true,
                    102,
                    103,
                    104,
                    105,
                    List.of(
                            new FoldSnapshot.Domain(
                                    new DomainId("c1"),
                                    2,
                                    106,
                                    HoldReason.HALF_FAILED,
                                    107,
                                    List.of(KNOWN, UNKNOWN),
                                    new FoldSnapshot.Detection(3, 111, 112)),
                            new FoldSnapshot.Domain(
                                    new DomainId("c2"), 0, 0, null, 0, List.of(), null)),
                    List.of(new FoldSnapshot.Refused(new HostId("h9"), new BootId(4))));
    private static final GuestSnapshot GUESTS =
            new GuestSnapshot(
                    GuestSnapshot.FORMAT,
                    List.of(
                            new GuestSnapshot.Host(
                                    new HostId("h1"),
                                    new DomainId("c1"),
                                    new BootId(3),
                                    "9f2c",
                                    List.of(
                                            new MissedGuest(
                                                    new VmId("v1"),
                                                    new Epoch(2),
                                                    HeartbeatLoss.NO_CONTACT,
                                                    108,
                                                    109,
                                                    3)))));

    @Test
    void readsWhatItWrites() throws JsonProcessingException {
        assertThat(FoldText.read(FoldText.write(SNAPSHOT), FoldSnapshot.class)).isEqualTo(SNAPSHOT);
        assertThat(FoldText.read(FoldText.write(GUESTS), GuestSnapshot.class)).isEqualTo(GUESTS);
    }

    /** A part that the writer forgot would be absent after a restart, and nobody would notice. */
    @Test
    void writesEachPartOfAHost() throws JsonProcessingException {
        JsonNode host =
                new JsonMapper().readTree(FoldText.write(SNAPSHOT)).get(7).get(0).get(5).get(0);

        assertThat(host).hasSameSizeAs(parts(FoldSnapshot.Host.class));
        assertThat(host.get(10)).hasSameSizeAs(parts(FoldSnapshot.Condition.class));
    }

    private static RecordComponent[] parts(Class<? extends Record> record) {
        return record.getRecordComponents();
    }

    @Test
    void readsTextsWithNames() throws JsonProcessingException {
        JsonMapper named = new JsonMapper();

        assertThat(FoldText.read(named.writeValueAsString(SNAPSHOT), FoldSnapshot.class))
                .isEqualTo(SNAPSHOT);
        assertThat(FoldText.read(named.writeValueAsString(GUESTS), GuestSnapshot.class))
                .isEqualTo(GUESTS);
    }

    @Test
    void whatAnOlderTextLacksIsAbsent() throws JsonProcessingException {
        String older =
                "[1,5,true,1,2,3,4,[[\"c1\",2,0,null,0,[[\"h1\",\"UP\",3,4,5,6,true,7,8,[]]]]],[]]";

        assertThat(FoldText.read(older, FoldSnapshot.class).domains().getFirst().hosts())
                .containsExactly(
                        new FoldSnapshot.Host(
                                new HostId("h1"),
                                HostLiveness.UP,
                                new BootId(3),
                                4,
                                new Tenure(5),
                                new Tenure(6),
                                true,
                                7,
                                8,
                                List.of(),
                                null,
                                0));
        assertThat(FoldText.read(older, FoldSnapshot.class).domains().getFirst().detection())
                .isNull();
    }
}
