package io.berth.contracts.schema;

import io.berth.contracts.alerts.AlertAcknowledgement;
import io.berth.contracts.alerts.AlertState;
import io.berth.contracts.facts.AdapterAddress;
import io.berth.contracts.facts.AdapterFacts;
import io.berth.contracts.facts.CertifiedComponent;
import io.berth.contracts.facts.DiskFacts;
import io.berth.contracts.facts.DriverFacts;
import io.berth.contracts.facts.HostFacts;
import io.berth.contracts.facts.HypervisorFacts;
import io.berth.contracts.facts.PeerProbe;
import io.berth.contracts.facts.ServiceFacts;
import io.berth.contracts.facts.SystemFacts;
import io.berth.contracts.guests.GuestServicesJudged;
import io.berth.contracts.guests.KvpChange;
import io.berth.contracts.guests.KvpChanged;
import io.berth.contracts.guests.KvpFlag;
import io.berth.contracts.guests.KvpFlagged;
import io.berth.contracts.guests.VmHeartbeatLost;
import io.berth.contracts.guests.VmRestartDecided;
import io.berth.contracts.hosts.CycleTerms;
import io.berth.contracts.hosts.UnmanagedVm;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.contracts.ids.Identifiers;
import io.berth.contracts.inventory.AddressPoolState;
import io.berth.contracts.inventory.ArrayAttachment;
import io.berth.contracts.inventory.BaselineUpdate;
import io.berth.contracts.inventory.Bmc;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.ClusterSupportState;
import io.berth.contracts.inventory.ConsolidationPlanState;
import io.berth.contracts.inventory.ConsolidationStep;
import io.berth.contracts.inventory.DiskGroupState;
import io.berth.contracts.inventory.GuestCare;
import io.berth.contracts.inventory.GuestCustomisation;
import io.berth.contracts.inventory.GuestSystem;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.Hypervisor;
import io.berth.contracts.inventory.IntegrationService;
import io.berth.contracts.inventory.LibraryFile;
import io.berth.contracts.inventory.LibraryServerState;
import io.berth.contracts.inventory.LibraryShareState;
import io.berth.contracts.inventory.LogicalNetworkState;
import io.berth.contracts.inventory.MacPoolState;
import io.berth.contracts.inventory.ManagerNode;
import io.berth.contracts.inventory.NetworkAdapter;
import io.berth.contracts.inventory.NetworkSite;
import io.berth.contracts.inventory.Offload;
import io.berth.contracts.inventory.Processor;
import io.berth.contracts.inventory.ReservationFormula;
import io.berth.contracts.inventory.ResourceQuota;
import io.berth.contracts.inventory.RunAsAccountState;
import io.berth.contracts.inventory.SelfServiceOperation;
import io.berth.contracts.inventory.SelfServiceRoleState;
import io.berth.contracts.inventory.StartOrder;
import io.berth.contracts.inventory.StorageArrayState;
import io.berth.contracts.inventory.TemplateState;
import io.berth.contracts.inventory.UpdateBaselineState;
import io.berth.contracts.inventory.UpdateExemption;
import io.berth.contracts.inventory.UpdateServerState;
import io.berth.contracts.inventory.VirtualSwitch;
import io.berth.contracts.inventory.VmAdapter;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmDisk;
import io.berth.contracts.inventory.VmState;
import io.berth.contracts.keyvault.AuditHeadPublished;
import io.berth.contracts.keyvault.BackupMade;
import io.berth.contracts.keyvault.CensusReported;
import io.berth.contracts.keyvault.KeyAuditEvent;
import io.berth.contracts.keyvault.KeyMoved;
import io.berth.contracts.keyvault.RecordRef;
import io.berth.contracts.keyvault.RingCreated;
import io.berth.contracts.keyvault.VaultEvent;
import io.berth.contracts.monitoring.ClockSkewed;
import io.berth.contracts.monitoring.HostQuarantined;
import io.berth.contracts.placement.MigrateVmRequested;
import io.berth.contracts.placement.PatchAnswered;
import io.berth.contracts.placement.PatchClusterRequested;
import io.berth.contracts.placement.PatchStepChanged;
import io.berth.contracts.placement.PlacementOverride;
import io.berth.contracts.placement.VmTurnCame;
import io.berth.contracts.replica.RelationshipCreated;
import io.berth.contracts.replica.RelationshipSettings;
import io.berth.contracts.telemetry.DiskLoad;
import io.berth.contracts.telemetry.DiskLoadReported;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.KvpItem;
import io.berth.contracts.telemetry.KvpReported;
import io.berth.contracts.telemetry.QuarantineLifted;
import io.berth.contracts.telemetry.RosterSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the records' constructors check, restated for the schemas. {@code SampleTest} holds the two
 * against each other, so that neither can drift.
 */
final class Bounds {
    private static final Map<String, Range> NUMBERS =
            Map.ofEntries(
                    range("AlertState.count", 1, Long.MAX_VALUE),
                    range("AlertState.revision", 0, Long.MAX_VALUE),
                    range("HostBeat.sequence", 1, Long.MAX_VALUE),
                    range("HostBeat.acknowledged", 0, Long.MAX_VALUE),
                    range("DiskLoad.readIops", 0, HostHardware.MAX_IOPS),
                    range("DiskLoad.writeIops", 0, HostHardware.MAX_IOPS),
                    range("DiskLoad.readMbPerSecond", 0, DiskLoad.MAX_MB_PER_SECOND),
                    range("DiskLoad.writeMbPerSecond", 0, DiskLoad.MAX_MB_PER_SECOND),
                    range("DiskLoad.latencyMs", 0, DiskLoad.MAX_LATENCY_MS),
                    range("AdapterTraffic.packets", 0, Long.MAX_VALUE),
                    range("AdapterTraffic.lost", 0, Long.MAX_VALUE),
                    range("HostLoad.cpuPercent", 0, 100),
                    range("HostLoad.migrationLinkMbit", 1, NetworkAdapter.MAX_SPEED_MBIT),
                    range("MigrateVm.linkMbit", 1, NetworkAdapter.MAX_SPEED_MBIT),
                    range("VmMigrating.linkMbit", 1, NetworkAdapter.MAX_SPEED_MBIT),
                    range("MonitorTick.partition", 0, 100_000),
                    range("PatchClusterRequested.atOnce", 1, ClusterState.MAX_NODES),
                    range("RosterSet.revision", 0, Long.MAX_VALUE),
                    range("KeyDestructionScheduled.records", 0, Long.MAX_VALUE),
                    range("KeyDestroyed.records", 0, Long.MAX_VALUE),
                    range("CensusHolderRemoved.records", 0, Long.MAX_VALUE),
                    range("VersionCount.records", 1, Long.MAX_VALUE),
                    range("AuditHeadPublished.sequence", 1, Long.MAX_VALUE),
                    range("VaultUnsealed.refused", 0, Long.MAX_VALUE),
                    range("BackupMade.rings", 0, Long.MAX_VALUE),
                    range("BackupMade.keys", 0, Long.MAX_VALUE),
                    range("BackupMade.bytes", 1, Long.MAX_VALUE),
                    range("RestoreDrilled.opened", 0, Long.MAX_VALUE),
                    range("RestoreDrilled.missing", 0, Long.MAX_VALUE),
                    range("VaultRestored.lastEntry", 0, Long.MAX_VALUE),
                    range("VaultRestored.continuedFrom", 0, Long.MAX_VALUE),
                    range("VaultRestored.rings", 0, Long.MAX_VALUE),
                    range("VaultRestored.keys", 0, Long.MAX_VALUE),
                    range("DetectionSet.revision", 1, Long.MAX_VALUE),
                    range("KvpItem.pool", 0, 4),
                    range("FailuresHeld.silent", 0, RosterSet.MAX_NODES),
                    range("FailuresHeld.failed", 0, RosterSet.MAX_NODES),
                    range("FailuresHeld.configured", 1, RosterSet.MAX_NODES),
                    range("HostIsolated.hearing", 1, RosterSet.MAX_NODES),
                    range("HostQuarantined.failures", 1, HostQuarantined.MAX_FAILURES),
                    range("QuarantineWithheld.failures", 1, HostQuarantined.MAX_FAILURES),
                    range("QuarantineWithheld.quarantined", 0, RosterSet.MAX_NODES),
                    range("QuarantineWithheld.allowed", 0, RosterSet.MAX_NODES),
                    range("QuarantineWithheld.configured", 1, RosterSet.MAX_NODES),
                    range(
                            "ClockSkewed.skewMillis",
                            -ClockSkewed.MAX_MILLIS,
                            ClockSkewed.MAX_MILLIS),
                    range(
                            "ClockSettled.skewMillis",
                            -ClockSkewed.MAX_MILLIS,
                            ClockSkewed.MAX_MILLIS),
                    range("HostLoadMeasured.cpuPercent", 0, 100),
                    range("HostLoadMeasured.samples", 1, Long.MAX_VALUE),
                    range("HostLoadMeasured.migrationLinkMbit", 1, NetworkAdapter.MAX_SPEED_MBIT),
                    range("HostReserve.cpuPercent", 0, 100),
                    range("HostReserve.diskIops", 0, HostHardware.MAX_IOPS),
                    range("HostReserve.networkPercent", 0, 100),
                    range("Hypervisor.servicePack", 0, 99),
                    range("NetworkAdapter.speedMbit", 1, NetworkAdapter.MAX_SPEED_MBIT),
                    range("HostHardware.diskIops", 0, HostHardware.MAX_IOPS),
                    range("HostHardware.networkMbit", 0, NetworkAdapter.MAX_SPEED_MBIT),
                    range("VmDetails.iops", 0, HostHardware.MAX_IOPS),
                    range("VmDetails.networkMbit", 0, NetworkAdapter.MAX_SPEED_MBIT),
                    range("HostState.cores", 1, HostState.MAX_CORES),
                    range("HostState.revision", 0, Long.MAX_VALUE),
                    range("HostGroupState.revision", 0, Long.MAX_VALUE),
                    range("ClusterState.nodeFailureReserve", 0, ClusterState.MAX_NODES - 1),
                    range("ClusterState.revision", 0, Long.MAX_VALUE),
                    range("ManagementGroupState.id", 1, Long.MAX_VALUE),
                    range("ManagementGroupState.revision", 0, Long.MAX_VALUE),
                    range("StartOrder.tier", 1, StartOrder.MAX_TIER),
                    range("GuestCare.restartsPerHour", 0, GuestCare.MAX_RESTARTS),
                    range("VmHeartbeatLost.occurrence", 1, VmHeartbeatLost.MAX_OCCURRENCE),
                    range("VmRestartDecided.restartsInHour", 0, VmRestartDecided.MAX_RESTARTS),
                    range("VmRestartDecided.allowedPerHour", 1, VmRestartDecided.MAX_RESTARTS),
                    range("KvpChange.pool", 0, 4),
                    range("KvpChanged.untold", 0, Long.MAX_VALUE),
                    range("KvpFlagged.flagged", 0, KvpFlagged.MAX_FLAGGED),
                    range("VmState.revision", 0, Long.MAX_VALUE),
                    range("TakeOverVmRequested.revision", 0, Long.MAX_VALUE),
                    range("ClusterSupportState.reasons", 0, ClusterSupportState.MAX_REASONS),
                    range("ClusterSupportState.revision", 0, Long.MAX_VALUE),
                    range("SystemFacts.servicePack", 0, 99),
                    range(
                            "SystemFacts.clockOffsetMillis",
                            -SystemFacts.MAX_OFFSET_MILLIS,
                            SystemFacts.MAX_OFFSET_MILLIS),
                    range("AdapterFacts.bindingPosition", 1, AdapterFacts.MAX_POSITION),
                    range("AdapterAddress.prefix", 0, AdapterAddress.MAX_PREFIX),
                    range("PeerProbe.sent", 0, PeerProbe.MAX_PACKETS),
                    range("PeerProbe.answered", 0, PeerProbe.MAX_PACKETS),
                    range("DiskFacts.paths", 0, DiskFacts.MAX_PATHS),
                    range("LogicalNetworkState.revision", 0, Long.MAX_VALUE),
                    range("AddressPoolState.revision", 0, Long.MAX_VALUE),
                    range("MacPoolState.revision", 0, Long.MAX_VALUE),
                    range("SelfServiceRoleState.revision", 0, Long.MAX_VALUE),
                    range("LibraryServerState.revision", 0, Long.MAX_VALUE),
                    range("LibraryShareState.revision", 0, Long.MAX_VALUE),
                    range("TemplateState.revision", 0, Long.MAX_VALUE),
                    range("UpdateServerState.revision", 0, Long.MAX_VALUE),
                    range("UpdateBaselineState.revision", 0, Long.MAX_VALUE),
                    range("RunAsAccountState.revision", 0, Long.MAX_VALUE),
                    range("NetworkSite.vlan", 1, NetworkSite.MAX_VLAN),
                    range("ResourceQuota.vms", 0, ResourceQuota.MAX_COUNT),
                    range("ResourceQuota.vcpus", 0, ResourceQuota.MAX_COUNT),
                    range("StorageArrayState.modules", 1, StorageArrayState.MAX_MODULES),
                    range(
                            "StorageArrayState.persistentReservationLimit",
                            1,
                            StorageArrayState.MAX_LIMIT),
                    range("StorageArrayState.revision", 0, Long.MAX_VALUE),
                    range("ArrayAttachment.connections", 1, ArrayAttachment.MAX_CONNECTIONS),
                    range(
                            "ReservationFormula.perHostChannelCsv",
                            0,
                            ReservationFormula.MAX_COEFFICIENT),
                    range("ReservationFormula.perCsv", 0, ReservationFormula.MAX_COEFFICIENT),
                    range("ReservationFormula.perHost", 0, ReservationFormula.MAX_COEFFICIENT),
                    range("ReservationFormula.fixed", 0, ReservationFormula.MAX_COEFFICIENT),
                    range("DiskGroupState.spindles", 1, DiskGroupState.MAX_SPINDLES),
                    range("DiskGroupState.iopsPerSpindle", 1, DiskGroupState.MAX_IOPS_PER_SPINDLE),
                    range("DiskGroupState.revision", 0, Long.MAX_VALUE),
                    range("LunState.revision", 0, Long.MAX_VALUE),
                    range("CsvState.iops", 0, HostHardware.MAX_IOPS),
                    range("CsvState.revision", 0, Long.MAX_VALUE),
                    range("ConsolidationStep.attempts", 0, ConsolidationStep.MAX_ATTEMPTS),
                    range("ConsolidationPlanState.headroomPercent", 0, 90),
                    range("ConsolidationPlanState.csvsBefore", 0, ConsolidationPlanState.MAX_CSVS),
                    range("ConsolidationPlanState.csvsAfter", 0, ConsolidationPlanState.MAX_CSVS),
                    range("ConsolidationPlanState.reservationsBefore", 0, Long.MAX_VALUE),
                    range("ConsolidationPlanState.reservationsAfter", 0, Long.MAX_VALUE),
                    range("ConsolidationPlanState.leastCsvs", 0, ConsolidationPlanState.MAX_CSVS),
                    range("ConsolidationPlanState.revision", 0, Long.MAX_VALUE),
                    range("ReplicaCycleEnded.bytes", 0, Long.MAX_VALUE),
                    range("ChangeLogSize.pendingBytes", 0, Long.MAX_VALUE),
                    range("ChangeLogSize.diskBytes", 1, Long.MAX_VALUE),
                    range("CycleTerms.bytesPerSecond", 1, Long.MAX_VALUE),
                    range("RelationshipSettings.bytesPerSecond", 1, Long.MAX_VALUE),
                    range(
                            "RelationshipSettings.recoveryPoints",
                            0,
                            RelationshipCreated.MAX_RECOVERY_POINTS),
                    range("CycleCompleted.bytes", 0, Long.MAX_VALUE),
                    range(
                            "RelationshipCreated.recoveryPoints",
                            0,
                            RelationshipCreated.MAX_RECOVERY_POINTS),
                    range("VmSpec.vcpus", 1, 1024),
                    range("VmSpec.cpuUtilisationPercent", 1, 100),
                    range("VmSpec.memory", 1, 1L << 40),
                    range("UnmanagedVm.vcpus", 1, 1024),
                    range("UnmanagedVm.memory", 1, 1L << 40),
                    range("VmAssignment.revision", 0, Long.MAX_VALUE),
                    range("ClusterReserveJudged.configured", 0, ClusterState.MAX_NODES),
                    range("ClusterReserveJudged.functioning", 0, ClusterState.MAX_NODES),
                    range("ClusterReserveJudged.reserve", 0, ClusterState.MAX_NODES),
                    range("ClusterReserveJudged.vms", 0, Long.MAX_VALUE),
                    range("ClusterReserveJudged.revision", 0, Long.MAX_VALUE),
                    range("ExactJudgement.combinations", 1, Long.MAX_VALUE),
                    range("ExactJudgement.budget", 1, Long.MAX_VALUE),
                    range("ProofJudgement.required", Long.MIN_VALUE, Long.MAX_VALUE),
                    range("ProofJudgement.available", Long.MIN_VALUE, Long.MAX_VALUE),
                    range("SlotJudgement.highestMemory", 0, Long.MAX_VALUE),
                    range("SlotJudgement.vms", 0, Long.MAX_VALUE),
                    range("SlotJudgement.required", 0, Long.MAX_VALUE),
                    range("SlotJudgement.available", 0, Long.MAX_VALUE),
                    range("InputOffset.partition", 0, 100_000),
                    range("InputOffset.offset", 0, Long.MAX_VALUE),
                    range("RatedHost.stars", 0, 5),
                    range("RatedHost.score", 0, 1),
                    range("Explanation.seed", Long.MIN_VALUE, Long.MAX_VALUE),
                    range("Refusal.required", Long.MIN_VALUE, Long.MAX_VALUE),
                    range("Refusal.available", Long.MIN_VALUE, Long.MAX_VALUE));

    private static final Map<String, Integer> SIZES =
            Map.ofEntries(
                    Map.entry("HostBeat.vmDigest", 64),
                    Map.entry("HostBeat.vms", HostBeat.MAX_VMS),
                    Map.entry("HostBeat.hears", HostBeat.MAX_HEARD),
                    Map.entry("MonitorTick.monitor", 128),
                    Map.entry("PowerOffProven.by", 128),
                    Map.entry("QuarantineEnded.by", QuarantineLifted.MAX_BY),
                    Map.entry("QuarantineLifted.by", QuarantineLifted.MAX_BY),
                    Map.entry("RosterSet.inMaintenance", RosterSet.MAX_NODES),
                    Map.entry("RosterSet.nodes", RosterSet.MAX_NODES),
                    Map.entry("DiskLoad.disk", VmDisk.MAX_NAME),
                    Map.entry("DiskLoadReported.disks", DiskLoadReported.MAX_DISKS),
                    Map.entry("KvpReported.items", KvpReported.MAX_ITEMS),
                    Map.entry("KvpItem.key", KvpItem.MAX_TEXT),
                    Map.entry("KvpItem.value", KvpItem.MAX_TEXT),
                    Map.entry("ManagementGroupState.name", 256),
                    Map.entry("HostGroupState.managementGroup", 256),
                    Map.entry("ClusterState.nodes", ClusterState.MAX_NODES),
                    Map.entry("PatchClusterRequested.nodes", ClusterState.MAX_NODES),
                    Map.entry("VmSpec.antiAffinitySet", Identifiers.MAX_LENGTH),
                    Map.entry("Hypervisor.product", Hypervisor.MAX_TEXT),
                    Map.entry("Hypervisor.version", Hypervisor.MAX_TEXT),
                    Map.entry("Hypervisor.edition", Hypervisor.MAX_TEXT),
                    Map.entry("Hypervisor.installation", Hypervisor.MAX_TEXT),
                    Map.entry("Hypervisor.managedBy", Hypervisor.MAX_TEXT),
                    Map.entry("Processor.model", Processor.MAX_MODEL),
                    Map.entry("Processor.features", Processor.MAX_FEATURES),
                    Map.entry("NetworkAdapter.name", NetworkAdapter.MAX_NAME),
                    Map.entry("NetworkAdapter.offloads", Offload.values().length),
                    Map.entry("VirtualSwitch.name", NetworkAdapter.MAX_NAME),
                    Map.entry("VirtualSwitch.adapter", NetworkAdapter.MAX_NAME),
                    Map.entry("VirtualSwitch.networks", VirtualSwitch.MAX_NETWORKS),
                    Map.entry("Bmc.address", Bmc.MAX_ADDRESS),
                    Map.entry("HostHardware.adapters", HostHardware.MAX_ADAPTERS),
                    Map.entry("HostHardware.switches", HostHardware.MAX_SWITCHES),
                    Map.entry("HostHardware.certifiedFor", HostHardware.MAX_CERTIFIED),
                    Map.entry("VmDisk.name", VmDisk.MAX_NAME),
                    Map.entry("VmAdapter.name", VmAdapter.MAX_NAME),
                    Map.entry("VmAdapter.mac", VmAdapter.MAX_MAC),
                    Map.entry("GuestSystem.name", GuestSystem.MAX_TEXT),
                    Map.entry("GuestSystem.integrationServices", GuestSystem.MAX_TEXT),
                    Map.entry("VmDetails.disks", VmDetails.MAX_DISKS),
                    Map.entry("VmDetails.possibleOwners", VmDetails.MAX_OWNERS),
                    Map.entry("VmDetails.preferredOwners", VmDetails.MAX_OWNERS),
                    Map.entry("VmDetails.adapters", VmDetails.MAX_ADAPTERS),
                    Map.entry("VmDetails.backupPolicy", Identifiers.MAX_LENGTH),
                    Map.entry("VmDetails.drPolicy", Identifiers.MAX_LENGTH),
                    Map.entry("VmDetails.affinitySet", Identifiers.MAX_LENGTH),
                    Map.entry("GuestCare.switchedOff", IntegrationService.values().length),
                    Map.entry("KvpChange.key", KvpChange.MAX_KEY),
                    Map.entry("KvpChange.value", KvpChange.MAX_VALUE),
                    Map.entry("KvpChanged.changes", KvpChanged.MAX_CHANGES),
                    Map.entry("KvpFlagged.flags", KvpFlag.values().length),
                    Map.entry("GuestServicesJudged.guest", GuestServicesJudged.MAX_TEXT),
                    Map.entry("GuestServicesJudged.installed", GuestServicesJudged.MAX_TEXT),
                    Map.entry("GuestServicesJudged.needed", GuestServicesJudged.MAX_TEXT),
                    Map.entry("StartOrder.group", Identifiers.MAX_LENGTH),
                    Map.entry("VmTurnCame.without", VmTurnCame.MAX_WITHOUT),
                    Map.entry("HostFacts.adapters", HostFacts.MAX_ADAPTERS),
                    Map.entry("HostFacts.switches", HostFacts.MAX_SWITCHES),
                    Map.entry("HostFacts.probes", HostFacts.MAX_PROBES),
                    Map.entry("HostFacts.disks", HostFacts.MAX_DISKS),
                    Map.entry("HostFacts.components", HostFacts.MAX_COMPONENTS),
                    Map.entry("SystemFacts.osName", SystemFacts.MAX_TEXT),
                    Map.entry("SystemFacts.osVersion", SystemFacts.MAX_TEXT),
                    Map.entry("SystemFacts.architecture", SystemFacts.MAX_TEXT),
                    Map.entry("SystemFacts.biosVersion", SystemFacts.MAX_TEXT),
                    Map.entry("SystemFacts.directoryDomain", SystemFacts.MAX_TEXT),
                    Map.entry("SystemFacts.updates", SystemFacts.MAX_UPDATES),
                    Map.entry("SystemFacts.services", SystemFacts.MAX_SERVICES),
                    Map.entry("SystemFacts.drivers", SystemFacts.MAX_DRIVERS),
                    Map.entry("ServiceFacts.name", ServiceFacts.MAX_NAME),
                    Map.entry("DriverFacts.name", DriverFacts.MAX_NAME),
                    Map.entry("DriverFacts.version", DriverFacts.MAX_VERSION),
                    Map.entry("AdapterFacts.mac", AdapterFacts.MAX_MAC),
                    Map.entry("AdapterFacts.addresses", AdapterFacts.MAX_ADDRESSES),
                    Map.entry("AdapterFacts.virtualSwitch", NetworkAdapter.MAX_NAME),
                    Map.entry("AdapterAddress.address", AdapterAddress.MAX_ADDRESS),
                    Map.entry("SwitchFacts.name", NetworkAdapter.MAX_NAME),
                    Map.entry("SwitchFacts.adapter", NetworkAdapter.MAX_NAME),
                    Map.entry("HypervisorFacts.integrationServices", HypervisorFacts.MAX_VERSION),
                    Map.entry("PeerProbe.network", PeerProbe.MAX_NETWORK),
                    Map.entry("DiskFacts.disk", DiskFacts.MAX_ID),
                    Map.entry("DiskFacts.page83", DiskFacts.MAX_ID),
                    Map.entry("DiskFacts.fileSystem", DiskFacts.MAX_FILE_SYSTEM),
                    Map.entry("CertifiedComponent.name", CertifiedComponent.MAX_NAME),
                    Map.entry("CertifiedComponent.certifiedFor", CertifiedComponent.MAX_MARKS),
                    Map.entry("LogicalNetworkState.name", LogicalNetworkState.MAX_NAME),
                    Map.entry(
                            "LogicalNetworkState.description", LogicalNetworkState.MAX_DESCRIPTION),
                    Map.entry("LogicalNetworkState.sites", LogicalNetworkState.MAX_SITES),
                    Map.entry("NetworkSite.subnets", NetworkSite.MAX_SUBNETS),
                    Map.entry("AddressPoolState.name", AddressPoolState.MAX_NAME),
                    Map.entry("AddressPoolState.subnet", NetworkSite.MAX_SUBNET),
                    Map.entry("AddressPoolState.first", AddressPoolState.MAX_ADDRESS),
                    Map.entry("AddressPoolState.last", AddressPoolState.MAX_ADDRESS),
                    Map.entry("AddressPoolState.gateway", AddressPoolState.MAX_ADDRESS),
                    Map.entry("AddressPoolState.dnsServers", AddressPoolState.MAX_DNS_SERVERS),
                    Map.entry("AddressPoolState.reserved", AddressPoolState.MAX_RESERVED),
                    Map.entry("MacPoolState.name", MacPoolState.MAX_NAME),
                    Map.entry("MacPoolState.first", VmAdapter.MAX_MAC),
                    Map.entry("MacPoolState.last", VmAdapter.MAX_MAC),
                    Map.entry("SelfServiceRoleState.name", SelfServiceRoleState.MAX_NAME),
                    Map.entry("SelfServiceRoleState.members", SelfServiceRoleState.MAX_MEMBERS),
                    Map.entry("SelfServiceRoleState.scope", SelfServiceRoleState.MAX_SCOPE),
                    Map.entry(
                            "SelfServiceRoleState.operations",
                            SelfServiceOperation.values().length),
                    Map.entry("LibraryServerState.name", LibraryServerState.MAX_NAME),
                    Map.entry("LibraryServerState.address", LibraryServerState.MAX_ADDRESS),
                    Map.entry("LibraryServerState.operatingSystem", Hypervisor.MAX_TEXT),
                    Map.entry("LibraryServerState.edition", Hypervisor.MAX_TEXT),
                    Map.entry("LibraryShareState.path", LibraryShareState.MAX_PATH),
                    Map.entry("LibraryShareState.reason", LibraryShareState.MAX_REASON),
                    Map.entry("LibraryShareState.files", LibraryShareState.MAX_FILES),
                    Map.entry("LibraryFile.name", LibraryFile.MAX_NAME),
                    Map.entry("TemplateState.name", TemplateState.MAX_NAME),
                    Map.entry("TemplateState.disks", VmDetails.MAX_DISKS),
                    Map.entry("TemplateDisk.name", VmDisk.MAX_NAME),
                    Map.entry("TemplateDisk.file", LibraryFile.MAX_NAME),
                    Map.entry("GuestCustomisation.computerName", GuestCustomisation.MAX_TEXT),
                    Map.entry("GuestCustomisation.timeZone", GuestCustomisation.MAX_TEXT),
                    Map.entry("GuestCustomisation.domain", GuestCustomisation.MAX_TEXT),
                    Map.entry("GuestCustomisation.workgroup", GuestCustomisation.MAX_TEXT),
                    Map.entry("UpdateServerState.name", UpdateServerState.MAX_NAME),
                    Map.entry("UpdateServerState.address", LibraryServerState.MAX_ADDRESS),
                    Map.entry("UpdateServerState.version", Hypervisor.MAX_TEXT),
                    Map.entry("UpdateServerState.managerNodes", ClusterState.MAX_NODES),
                    Map.entry("ManagerNode.name", ManagerNode.MAX_NAME),
                    Map.entry("UpdateBaselineState.name", UpdateBaselineState.MAX_NAME),
                    Map.entry("UpdateBaselineState.updates", UpdateBaselineState.MAX_UPDATES),
                    Map.entry("UpdateBaselineState.groups", UpdateBaselineState.MAX_GROUPS),
                    Map.entry("UpdateBaselineState.hosts", UpdateBaselineState.MAX_HOSTS),
                    Map.entry("UpdateBaselineState.exemptions", UpdateBaselineState.MAX_EXEMPTIONS),
                    Map.entry("BaselineUpdate.update", BaselineUpdate.MAX_UPDATE),
                    Map.entry("BaselineUpdate.title", BaselineUpdate.MAX_TITLE),
                    Map.entry("BaselineUpdate.supersedes", BaselineUpdate.MAX_SUPERSEDED),
                    Map.entry("UpdateExemption.update", BaselineUpdate.MAX_UPDATE),
                    Map.entry("UpdateExemption.reason", UpdateExemption.MAX_REASON),
                    Map.entry("RunAsAccountState.user", RunAsAccountState.MAX_NAME),
                    Map.entry("RunAsAccountState.domain", RunAsAccountState.MAX_NAME),
                    Map.entry("RunAsAccountState.description", RunAsAccountState.MAX_DESCRIPTION),
                    Map.entry("StorageArrayState.model", StorageArrayState.MAX_TEXT),
                    Map.entry("StorageArrayState.controller", StorageArrayState.MAX_TEXT),
                    Map.entry("StorageArrayState.profile", Identifiers.MAX_LENGTH),
                    Map.entry("StorageArrayState.attachments", StorageArrayState.MAX_ATTACHMENTS),
                    Map.entry("CsvState.backupPolicy", Identifiers.MAX_LENGTH),
                    Map.entry("ConsolidationStep.disk", VmDisk.MAX_NAME),
                    Map.entry("ConsolidationStep.detail", ConsolidationStep.MAX_DETAIL),
                    Map.entry("ConsolidationPlanState.emptied", ConsolidationPlanState.MAX_CSVS),
                    Map.entry("ConsolidationPlanState.steps", ConsolidationPlanState.MAX_STEPS),
                    Map.entry("MoveVmDisk.disk", VmDisk.MAX_NAME),
                    Map.entry("VmDiskMoved.disk", VmDisk.MAX_NAME),
                    Map.entry("VmDiskMoved.detail", 512),
                    Map.entry("AlertState.rule", Identifiers.MAX_LENGTH),
                    Map.entry("AlertState.summary", AlertState.MAX_SUMMARY),
                    Map.entry("AlertState.runbook", AlertState.MAX_RUNBOOK),
                    Map.entry("AlertSubject.id", Identifiers.MAX_LENGTH),
                    Map.entry("AlertAcknowledgement.note", AlertAcknowledgement.MAX_NOTE),
                    Map.entry("AdapterTraffic.adapter", NetworkAdapter.MAX_NAME),
                    Map.entry("AdapterTraffic.offloads", Offload.values().length),
                    Map.entry("GuestNetworkReported.adapters", HostHardware.MAX_ADAPTERS),
                    Map.entry("ProofJudgement.failedNodes", ClusterState.MAX_NODES),
                    Map.entry("ProofJudgement.unit", 32),
                    Map.entry("ReserveWitness.failedNodes", ClusterState.MAX_NODES),
                    Map.entry("ReserveWitness.survivors", ClusterState.MAX_NODES),
                    Map.entry("Explanation.policy", 64),
                    Map.entry("Explanation.candidates", RosterSet.MAX_NODES),
                    Map.entry("Explanation.refused", RosterSet.MAX_NODES),
                    Map.entry("Explanation.inputs", 4096),
                    Map.entry("InputOffset.topic", 249),
                    Map.entry("PlacementOverride.by", PlacementOverride.MAX_BY),
                    Map.entry("PlacementOverride.reason", PlacementOverride.MAX_REASON),
                    Map.entry("SetAside.refusals", 64),
                    Map.entry("RefusedHost.refusals", 64),
                    Map.entry("Refusal.code", 64),
                    Map.entry("Refusal.unit", 32),
                    Map.entry("Refusal.text", 512),
                    Map.entry("CommandCompleted.detail", 512),
                    Map.entry("MigrateVmRequested.override", MigrateVmRequested.MAX_REASON),
                    Map.entry("PatchAnswered.detail", PatchAnswered.MAX_DETAIL),
                    Map.entry("PatchClusterRequested.override", PatchClusterRequested.MAX_REASON),
                    Map.entry("PatchStepChanged.detail", PatchStepChanged.MAX_DETAIL),
                    Map.entry("VmMigrationEnded.detail", 512),
                    Map.entry("ReplicaCycleEnded.detail", 512),
                    Map.entry("CycleTerms.disks", VmDetails.MAX_DISKS),
                    Map.entry("CycleTerms.keep", CycleTerms.MAX_KEPT),
                    Map.entry("RelationshipSettings.disks", VmDetails.MAX_DISKS),
                    Map.entry("RelationshipSettings.zone", RelationshipSettings.MAX_ZONE),
                    Map.entry("RelationshipSettings.windows", RelationshipSettings.MAX_WINDOWS),
                    Map.entry("RelationshipSettings.resyncWindow", RelationshipSettings.MAX_WINDOW),
                    Map.entry("VmOperationEnded.detail", 512),
                    Map.entry("VmOperationRefused.detail", 512),
                    Map.entry("VmOperationSettled.detail", 512),
                    Map.entry("VmState.snapshots", VmState.MAX_SNAPSHOTS),
                    Map.entry("CycleFailed.detail", 512),
                    Map.entry("FailoverStepTaken.detail", 512),
                    Map.entry("ReplicaPromoted.detail", 512),
                    Map.entry("ReplicaTested.detail", 512),
                    Map.entry("FailoverTested.detail", 512),
                    Map.entry("HandOverTerms.possibleOwners", VmDetails.MAX_OWNERS),
                    Map.entry("AuditHeadPublished.vault", AuditHeadPublished.MAX_VAULT),
                    Map.entry("VaultInitialised.vault", VaultEvent.MAX_VAULT),
                    Map.entry("VaultSealed.vault", VaultEvent.MAX_VAULT),
                    Map.entry("VaultUnsealed.vault", VaultEvent.MAX_VAULT),
                    Map.entry("UnsealRefused.vault", VaultEvent.MAX_VAULT),
                    Map.entry("RootKeyRewrapped.vault", VaultEvent.MAX_VAULT),
                    Map.entry("VaultUnsealed.instance", VaultEvent.MAX_INSTANCE),
                    Map.entry("UnsealRefused.instance", VaultEvent.MAX_INSTANCE),
                    Map.entry("BackupMade.vault", VaultEvent.MAX_VAULT),
                    Map.entry("BackupMade.backup", BackupMade.MAX_BACKUP),
                    Map.entry("RestoreDrilled.vault", VaultEvent.MAX_VAULT),
                    Map.entry("RestoreDrilled.backup", BackupMade.MAX_BACKUP),
                    Map.entry("RestoreDrillOverdue.vault", VaultEvent.MAX_VAULT),
                    Map.entry("VaultRestored.vault", VaultEvent.MAX_VAULT),
                    Map.entry("VaultRestored.backup", BackupMade.MAX_BACKUP),
                    Map.entry("AuditHeadPublished.hash", AuditHeadPublished.HASH_LENGTH),
                    Map.entry("RecordRef.object", RecordRef.MAX_OBJECT),
                    Map.entry("RecordRef.field", RecordRef.MAX_FIELD),
                    Map.entry("RingCreated.principals", RingCreated.MAX_PRINCIPALS),
                    Map.entry("RingChanged.principals", RingCreated.MAX_PRINCIPALS),
                    Map.entry("CensusReported.counts", CensusReported.MAX_COUNTS),
                    Map.entry("KeyMoved.from", KeyMoved.MAX_PLACE),
                    Map.entry("KeyMoved.to", KeyMoved.MAX_PLACE),
                    Map.entry("RecordsRewrapped.records", KeyAuditEvent.MAX_RECORDS),
                    Map.entry("RecordsProtected.records", KeyAuditEvent.MAX_RECORDS),
                    Map.entry("RecordsUnprotected.records", KeyAuditEvent.MAX_RECORDS),
                    Map.entry("UnprotectRefused.records", KeyAuditEvent.MAX_RECORDS),
                    Map.entry("UnmanagedVm.guest", UnmanagedVm.MAX_GUEST),
                    Map.entry("VmAdoptionFailed.detail", 512),
                    Map.entry("VmHandOverRefused.detail", 512),
                    Map.entry("VmTableReported.unmanaged", VmTableReported.MAX_UNMANAGED),
                    Map.entry("VmTableReported.vms", HostBeat.MAX_VMS));

    /** Longest element of a list of texts, in characters. */
    private static final Map<String, Integer> ELEMENTS =
            Map.ofEntries(
                    Map.entry("AddressPoolState.dnsServers", AddressPoolState.MAX_ADDRESS),
                    Map.entry("AddressPoolState.reserved", AddressPoolState.MAX_ADDRESS),
                    Map.entry("BaselineUpdate.supersedes", BaselineUpdate.MAX_UPDATE),
                    Map.entry("CertifiedComponent.certifiedFor", CertifiedComponent.MAX_MARK),
                    Map.entry("CycleTerms.disks", VmDisk.MAX_NAME),
                    Map.entry("HostHardware.certifiedFor", Hypervisor.MAX_TEXT),
                    Map.entry("NetworkSite.subnets", NetworkSite.MAX_SUBNET),
                    Map.entry("Processor.features", Processor.MAX_FEATURE),
                    Map.entry("RelationshipSettings.disks", VmDisk.MAX_NAME),
                    Map.entry("RelationshipSettings.windows", RelationshipSettings.MAX_WINDOW),
                    Map.entry("SystemFacts.updates", SystemFacts.MAX_UPDATE));

    private Bounds() {}

    /** Smallest and largest allowed number. */
    record Range(long min, long max) {}

    /** The range of a numeric component, named {@code Record.component}. */
    static Range number(String component) {
        return stated(component, NUMBERS.get(component));
    }

    /** The longest text or list of a component, in characters or entries. */
    static int size(String component) {
        return stated(component, SIZES.get(component));
    }

    /** The longest element of a component that is a list of texts, in characters. */
    static int element(String component) {
        return stated(component, ELEMENTS.get(component));
    }

    private static <T> T stated(String component, @Nullable T bound) {
        if (bound == null) {
            throw new IllegalStateException(component + " has no bound in Bounds");
        }
        return bound;
    }

    private static Map.Entry<String, Range> range(String component, long min, long max) {
        return Map.entry(component, new Range(min, max));
    }
}
