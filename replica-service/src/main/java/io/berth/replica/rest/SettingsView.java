package io.berth.replica.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.replica.InitialCopyWay;
import io.berth.contracts.replica.ReplicaAuthentication;
import io.berth.replica.domain.Settings;
import io.berth.replica.domain.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a relationship beyond its frequency and recovery points, as {@link
 * SettingsRequest} takes them.
 *
 * @param disks absent for all
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SettingsView(
        String zone,
        List<String> windows,
        String resyncWindow,
        @Nullable List<String> disks,
        @Nullable Duration consistentEvery,
        ReplicaAuthentication authentication,
        InitialCopyWay initialCopy,
        @Nullable Instant initialCopyAt,
        @Nullable Long bytesPerSecond,
        @Nullable RelationshipId extendsRelationship,
        long revision) {
    static SettingsView of(Settings settings) {
        Settings.Extension extension = settings.extension();
        return new SettingsView(
                settings.zone().getId(),
                settings.schedule().windows().stream().map(Window::toString).toList(),
                settings.resyncWindow().toString(),
                settings.disks().isEmpty() ? null : settings.disks(),
                settings.consistentEvery(),
                settings.authentication(),
                settings.initialCopy(),
                settings.initialCopyAt(),
                settings.bytesPerSecond(),
                extension == null ? null : extension.of(),
                settings.revision());
    }
}
