package io.berth.inventory.domain.validation;

/** What a test of the catalogue is about. */
public enum Category {
    /** What the nodes are. */
    INVENTORY("Inventory"),
    /** How the nodes reach one another. */
    NETWORK("Network"),
    /** The disks that the nodes share. */
    STORAGE("Storage"),
    /** How the operating systems are set up. */
    SYSTEM("System configuration"),
    /** How the hypervisors are set up. */
    HYPERVISOR("Hyper-V configuration"),
    /** Whether the makers answer for it. */
    CERTIFICATION("Certification");

    private final String title;

    Category(String title) {
        this.title = title;
    }

    /** As people call it. */
    public String title() {
        return title;
    }
}
