"""What a claim may say of itself besides its figure."""

from __future__ import annotations

BEFORE = "before the change"  # what a figure is compared with: up from 2,900
BOTH_WAYS = "both directions"  # people who came and people who left, in one number
