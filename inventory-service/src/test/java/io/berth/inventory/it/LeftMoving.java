package io.berth.inventory.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.ConsolidationPlanId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.DiskGroupId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.LunId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ArrayAttachment;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.ConsolidationPlanState;
import io.berth.contracts.inventory.ConsolidationStep;
import io.berth.contracts.inventory.ConsolidationStep.Progress;
import io.berth.contracts.inventory.ConsolidationStep.Purpose;
import io.berth.contracts.inventory.CsvState;
import io.berth.contracts.inventory.DiskFormat;
import io.berth.contracts.inventory.DiskGroupState;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.inventory.LunState;
import io.berth.contracts.inventory.RaidLevel;
import io.berth.contracts.inventory.ReservationFormula;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.StorageArrayState;
import io.berth.contracts.inventory.StorageProtocol;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmDisk;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.inventory.VmState;
import io.berth.contracts.wire.EventCodec;
import io.berth.kit.test.TestPlatform;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;

/**
 * What an instance leaves behind that was killed between two steps of a plan: the first is done,
 * the second was ordered and not answered before its time was over, the third waits.
 */
public final class LeftMoving implements QuarkusTestResourceLifecycleManager {
    static final String PLAN = "left-moving";
    static final CsvId FROM = new CsvId("left-moving-2");
    static final CsvId TO = new CsvId("left-moving-1");
    private static final ClusterId CLUSTER = new ClusterId("left-moving");
    private static final HostId NODE = new HostId("left-moving-node");
    private static final ArrayId ARRAY = new ArrayId("left-moving");
    private static final DiskGroupId SPINDLES = new DiskGroupId("left-moving");

    @Override
    public int order() {
        return 1; // After KafkaAndPostgres.
    }

    @Override
    public Map<String, String> start() {
        Flyway.configure()
                .dataSource(
                        TestPlatform.jdbcUrl(),
                        TestPlatform.jdbcUser(),
                        TestPlatform.jdbcPassword())
                .locations("db/kit", "db/migration")
                .load()
                .migrate();
        try (Connection database =
                DriverManager.getConnection(
                        TestPlatform.jdbcUrl(),
                        TestPlatform.jdbcUser(),
                        TestPlatform.jdbcPassword())) {
            register(
                    database,
                    new ClusterState(
                            CLUSTER,
                            new HostGroupId("left-moving"),
                            new SiteId("bonn"),
                            List.of(NODE),
                            0,
                            1));
            register(
                    database,
                    new HostState(
                            NODE,
                            new DomainId(CLUSTER.value()),
                            CLUSTER,
                            new HostGroupId("left-moving"),
                            new SiteId("bonn"),
                            16,
                            new MiB(65_536),
                            HostReserve.NONE,
                            false,
                            1));
            register(
                    database,
                    new StorageArrayState(
                            ARRAY,
                            new SiteId("bonn"),
                            "model",
                            null,
                            1,
                            1000,
                            "plain",
                            ReservationFormula.PLAIN,
                            List.of(new ArrayAttachment(NODE, StorageProtocol.ISCSI, 1)),
                            1));
            register(database, new DiskGroupState(SPINDLES, ARRAY, 4, new MiB(102_400), 150, 1));
            for (CsvId csv : List.of(FROM, TO)) {
                register(
                        database,
                        new LunState(
                                new LunId("lun-" + csv),
                                SPINDLES,
                                ARRAY,
                                RaidLevel.RAID_5,
                                new MiB(10_240),
                                1));
                register(
                        database,
                        new CsvState(
                                csv,
                                new LunId("lun-" + csv),
                                ARRAY,
                                CLUSTER,
                                new MiB(10_240),
                                null,
                                null,
                                1));
            }
            home(database);
            vm(database, 1, TO);
            vm(database, 2, FROM);
            vm(database, 3, FROM);
            register(database, plan());
            order(database);
        } catch (SQLException | JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return Map.of();
    }

    static String vmId(int number) {
        return "left-moving-vm-" + number;
    }

    private static ConsolidationPlanState plan() {
        return new ConsolidationPlanState(
                new ConsolidationPlanId(PLAN),
                CLUSTER,
                null,
                10,
                ConsolidationPlanState.Status.RUNNING,
                List.of(FROM),
                List.of(
                        step(1).ordered(NODE, new CommandId(PLAN + ".1.1"))
                                .became(Progress.DONE, null),
                        step(2).ordered(NODE, new CommandId(PLAN + ".2.1")),
                        step(3)),
                2,
                1,
                0,
                0,
                1,
                4);
    }

    private static ConsolidationStep step(int vm) {
        return ConsolidationStep.planned(
                new VmId(vmId(vm)), "system.vhd", new MiB(1000), FROM, TO, Purpose.EMPTY_VOLUME);
    }

    private static void home(Connection database) throws SQLException {
        for (String sql :
                List.of(
                        """
                        insert into management_group (id, name, revision)
                        values (nextval('management_group_id'), 'left moving', 1)
                        """,
                        """
                        insert into host_group (id, management_group, revision)
                        select 'left-moving', id, 1 from management_group
                        where name = 'left moving'
                        """,
                        """
                        insert into cluster (id, host_group, site, node_failure_reserve, revision)
                        values ('%s', 'left-moving', 'bonn', 0, 1)
                        """
                                .formatted(CLUSTER),
                        """
                        insert into host (id, cluster, node_order, host_group, site, cores,
                            memory_mib, maintenance, revision)
                        values ('%s', '%s', 0, 'left-moving', 'bonn', 16, 65536, false, 1)
                        """
                                .formatted(NODE, CLUSTER))) {
            try (PreparedStatement insert = database.prepareStatement(sql)) {
                insert.executeUpdate();
            }
        }
    }

    private static void vm(Connection database, int number, CsvId csv)
            throws SQLException, JsonProcessingException {
        VmDetails details =
                new VmDetails(
                        null,
                        List.of(new VmDisk("system.vhd", new MiB(1000), DiskFormat.FIXED, csv)),
                        null,
                        null,
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        false,
                        null,
                        null);
        VmSpec spec = new VmSpec(1, 100, new MiB(512), true, RestartPriority.MEDIUM, null, details);
        register(
                database,
                new VmState(new VmId(vmId(number)), new DomainId(CLUSTER.value()), spec, 1));
        try (PreparedStatement insert =
                database.prepareStatement(
                        "insert into vm (id, cluster, vcpus, cpu_utilisation_percent, memory_mib,"
                                + " highly_available, restart_priority, wanted, revision, details)"
                                + " values (?, ?, 1, 100, 512, true, 'MEDIUM', 'DEFINED', 1,"
                                + " ?::jsonb)")) {
            insert.setString(1, vmId(number));
            insert.setString(2, CLUSTER.value());
            insert.setString(3, EventCodec.JSON.writeValueAsString(details));
            insert.executeUpdate();
        }
    }

    private static void order(Connection database) throws SQLException {
        try (PreparedStatement insert =
                database.prepareStatement(
                        "insert into consolidation_order (plan, step, command, host, sends,"
                                + " elsewhere, ordered_at, due_at) values (?, 1, ?, ?, 1, false,"
                                + " now() - interval '1 hour', now())")) {
            insert.setString(1, PLAN);
            insert.setString(2, PLAN + ".2.1");
            insert.setString(3, NODE.value());
            insert.executeUpdate();
        }
    }

    private static void register(Connection database, InventoryState state)
            throws SQLException, JsonProcessingException {
        String[] key = state.partitionKey().split("/", 2);
        try (PreparedStatement insert =
                database.prepareStatement(
                        "insert into register (kind, id, revision, state) values (?, ?, ?,"
                                + " ?::jsonb)")) {
            insert.setString(1, key[0]);
            insert.setString(2, key[1]);
            insert.setLong(3, state instanceof ConsolidationPlanState plan ? plan.revision() : 1);
            insert.setString(4, EventCodec.JSON.writeValueAsString(state));
            insert.executeUpdate();
        }
    }

    @Override
    public void stop() {
        // Its rows stay; ids are its own.
    }
}
