"""The phones and desktops that the journeys are walked on."""

PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "locale": "vi-VN",
    "timezone_id": "Asia/Ho_Chi_Minh",
}
WITHOUT_SCRIPTS = {**PHONE, "java_script_enabled": False}
DESKTOP = {
    "viewport": {"width": 1280, "height": 800},
    "locale": "vi-VN",
    "timezone_id": "Asia/Ho_Chi_Minh",
}


# How long we are patient on a busy machine; nothing is decided by it.
PATIENCE_MS = 15_000
