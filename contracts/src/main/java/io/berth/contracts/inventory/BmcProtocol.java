package io.berth.contracts.inventory;

/** How a management controller is spoken to. What is not here cannot deploy or fence a host. */
public enum BmcProtocol {
    /** IPMI 1.5. */
    IPMI_1_5,
    /** IPMI 2.0. */
    IPMI_2_0,
    /** DCMI 1.0. */
    DCMI_1_0,
    /** HP Integrated Lights-Out 2. */
    ILO_2,
    /** SMASH 1.0 over WS-Management. */
    SMASH_1_0,
    /** DMTF Redfish. */
    REDFISH
}
