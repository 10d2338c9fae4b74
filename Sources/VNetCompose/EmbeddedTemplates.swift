extension MailKind {
    /// The template that comes with the program. A kind without one does not compile.
    var template: String {
        switch self {
        case .enquiryAdmin: decoded(PackageResources.enquiry_admin_mustache)
        case .enquiryLapseAdmin: decoded(PackageResources.enquiry_lapse_admin_mustache)
        case .erasureAdmin: decoded(PackageResources.erasure_admin_mustache)
        case .readiness: decoded(PackageResources.readiness_mustache)
        case .readinessAdmin: decoded(PackageResources.readiness_admin_mustache)
        case .training: decoded(PackageResources.training_mustache)
        case .trainingAbsenceAdmin: decoded(PackageResources.training_absence_admin_mustache)
        case .protocolAcceptance: decoded(PackageResources.protocol_acceptance_mustache)
        case .protocolAcceptanceAdmin: decoded(PackageResources.protocol_acceptance_admin_mustache)
        case .visitDates: decoded(PackageResources.visit_dates_mustache)
        case .visitDatesAdmin: decoded(PackageResources.visit_dates_admin_mustache)
        case .documents: decoded(PackageResources.documents_mustache)
        case .cover: decoded(PackageResources.cover_mustache)
        case .timetable: decoded(PackageResources.timetable_mustache)
        case .visitors: decoded(PackageResources.visitors_mustache)
        case .visit: decoded(PackageResources.visit_mustache)
        case .unrecordedAdmin: decoded(PackageResources.unrecorded_admin_mustache)
        case .concernAdmin: decoded(PackageResources.concern_admin_mustache)
        case .writeUp: decoded(PackageResources.write_up_mustache)
        case .writeUpAdmin: decoded(PackageResources.write_up_admin_mustache)
        case .factualCheck: decoded(PackageResources.factual_check_mustache)
        case .feedbackPrompt: decoded(PackageResources.feedback_prompt_mustache)
        case .feedbackPromptHost: decoded(PackageResources.feedback_prompt_host_mustache)
        case .feedbackPromptAdmin: decoded(PackageResources.feedback_prompt_admin_mustache)
        case .feedbackSession: decoded(PackageResources.feedback_session_mustache)
        case .networkSession: decoded(PackageResources.network_session_mustache)
        case .outstandingWriteUps: decoded(PackageResources.outstanding_write_ups_mustache)
        case .outstandingWriteUpsAdmin: decoded(PackageResources.outstanding_write_ups_admin_mustache)
        case .actions: decoded(PackageResources.actions_mustache)
        case .impactCheck: decoded(PackageResources.impact_check_mustache)
        case .escalationAdmin: decoded(PackageResources.escalation_admin_mustache)
        case .purgeNotice: decoded(PackageResources.purge_notice_mustache)
        case .purgeNoticeAdmin: decoded(PackageResources.purge_notice_admin_mustache)
        case .holdReviewAdmin: decoded(PackageResources.hold_review_admin_mustache)
        case .invitationTraining: decoded(PackageResources.invitation_training_mustache)
        case .invitationVisit: decoded(PackageResources.invitation_visit_mustache)
        case .invitationFeedbackSession: decoded(PackageResources.invitation_feedback_session_mustache)
        case .invitationNetworkSession: decoded(PackageResources.invitation_network_session_mustache)
        case .postponed: decoded(PackageResources.postponed_mustache)
        case .rescheduled: decoded(PackageResources.rescheduled_mustache)
        case .changed: decoded(PackageResources.changed_mustache)
        case .newDateProposed: decoded(PackageResources.new_date_proposed_mustache)
        case .dateAgreed: decoded(PackageResources.date_agreed_mustache)
        case .newHost: decoded(PackageResources.new_host_mustache)
        case .newLead: decoded(PackageResources.new_lead_mustache)
        case .cancellation: decoded(PackageResources.cancellation_mustache)
        case .placeOffered: decoded(PackageResources.place_offered_mustache)
        case .underStrengthAdmin: decoded(PackageResources.under_strength_admin_mustache)
        case .movedAgainAdmin: decoded(PackageResources.moved_again_admin_mustache)
        case .outcomeReport: decoded(PackageResources.outcome_report_mustache)
        case .outcomeReportHost: decoded(PackageResources.outcome_report_host_mustache)
        case .trial: decoded(PackageResources.trial_mustache)
        case .refusedAdmin: decoded(PackageResources.refused_admin_mustache)
        case .concern: decoded(PackageResources.concern_mustache)
        }
    }
}

/// What a mail is set in.
enum Layout {
    static var text: String { decoded(PackageResources.layout_text_mustache) }
    static var html: String { decoded(PackageResources.layout_html_mustache) }
}

private func decoded(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
