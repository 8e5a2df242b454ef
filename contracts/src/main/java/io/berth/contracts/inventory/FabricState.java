package io.berth.contracts.inventory;

/**
 * The state of something that VMs need beside hosts: storage, networks, the library, roles,
 * updates, and what inventory has judged. A service that places nothing by them passes them all by.
 */
public sealed interface FabricState extends InventoryState
        permits AddressPoolState,
                ClusterSupportState,
                ConsolidationPlanState,
                CsvState,
                DiskGroupState,
                LibraryServerState,
                LibraryShareState,
                LogicalNetworkState,
                LunState,
                MacPoolState,
                RunAsAccountState,
                SelfServiceRoleState,
                StorageArrayState,
                TemplateState,
                UpdateBaselineState,
                UpdateServerState {}
