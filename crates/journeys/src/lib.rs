//! Clocks, waiting and attrition from event logs (pure compute).
