extension ReminderPlan {
    /// From the day on which a hold is to be reviewed, the administrator is reminded of it.
    public func reminders(for hold: Hold) -> [PlannedReminder] {
        guard hold.liftedOn == nil else { return [] }
        return reminders(
            for: Occasion(
                kind: .holdReview, subject: .init(.hold, hold.id), date: hold.reviewOn, recipients: []))
    }
}
