package io.berth.kit.app;

import io.agroal.api.AgroalDataSource;
import io.berth.kit.intake.Position;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The table of what was applied. */
@ApplicationScoped
public class Effects {
    private final AgroalDataSource dataSource;

    @Inject
    public Effects(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    public void add(String vm, String eventId, Position position) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement(
                                "insert into effect (vm, event_id, topic, partition, record_offset)"
                                        + " values (?, ?, ?, ?, ?)")) {
            insert.setString(1, vm);
            insert.setString(2, eventId);
            insert.setString(3, position.topic());
            insert.setInt(4, position.partition());
            insert.setLong(5, position.offset());
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The VMs with this prefix in the order of application. */
    public List<String> vms(String prefix) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement(
                                "select vm from effect where vm like ? order by id")) {
            select.setString(1, prefix + "%");
            List<String> vms = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    vms.add(rows.getString(1));
                }
            }
            return vms;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
