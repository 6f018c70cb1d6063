"""The words of EPCIS 2.0 and of its core business vocabulary that events may use.

Facts of the standards, in the bare form in which JSON carries them.
"""

OBJECT, AGGREGATION = "ObjectEvent", "AggregationEvent"
TRANSACTION, TRANSFORMATION, ASSOCIATION = (
    "TransactionEvent",
    "TransformationEvent",
    "AssociationEvent",
)
TYPES = (OBJECT, AGGREGATION, TRANSACTION, TRANSFORMATION, ASSOCIATION)


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ADD, OBSERVE, DELETE = "ADD", "OBSERVE", "DELETE"
ACTIONS = (ADD, OBSERVE, DELETE)

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
OLD_VOCABULARY = "urn:epcglobal:cbv"
CBV = "https://ref.gs1.org/cbv/"

BIZ_STEPS = words(
    "accepting arriving assembling collecting commissioning consigning creating_class_instance "
    "cycle_counting decommissioning departing destroying disassembling dispensing encoding "
    "entering_exiting holding inspecting installing killing loading other packing picking "
    "receiving removing repackaging repairing replacing reserving retail_selling sampling "
    "sensor_reporting shipping staging_outbound stock_taking stocking storing transporting "
    "unloading unpacking void_shipping"
)
DISPOSITIONS = words(
    "active available completeness_inferred completeness_verified conformant container_closed "
    "container_open damaged destroyed dispensed disposed encoded expired in_progress in_transit "
    "inactive mismatch_class mismatch_instance mismatch_quantity needs_replacement "
    "no_pedigree_match non_conformant non_sellable_other partially_dispensed recalled reserved "
    "retail_sold returned sellable_accessible sellable_not_accessible stolen unavailable "
    "unknown"
)
PARTY_TYPES = frozenset(("owning_party", "possessing_party", "location"))
ERROR_REASONS = frozenset(("did_not_occur", "incorrect_data"))

# The fields of each type of event, beside those that all have.
COMMON = words(
    "@context type eventTime recordTime eventTimeZoneOffset eventID certificationInfo "
    "errorDeclaration bizStep disposition readPoint bizLocation bizTransactionList sourceList "
    "destinationList sensorElementList"
)
OWN_FIELDS = {
    OBJECT: words("action epcList quantityList persistentDisposition ilmd"),
    AGGREGATION: words("action parentID childEPCs childQuantityList"),
    ASSOCIATION: words("action parentID childEPCs childQuantityList"),
    TRANSACTION: words("action parentID epcList quantityList"),
    TRANSFORMATION: words(
        "inputEPCList inputQuantityList outputEPCList outputQuantityList transformationID "
        "persistentDisposition ilmd"
    ),
}
EPC_LISTS = ("epcList", "childEPCs", "inputEPCList", "outputEPCList")
QUANTITY_LISTS = ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList")
