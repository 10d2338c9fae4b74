/// Every verb, in alphabetical order. The server binds each to its handler by one exhaustive switch, so a verb without a
/// handler does not compile.
public enum Verb: String, CaseIterable, Sendable {
    case agendaGet = "agenda.get"
    case agendaSet = "agenda.set"
    case attendanceRecord = "attendance.record"
    case auditList = "audit.list"
    case availabilityClear = "availability.clear"
    case availabilityList = "availability.list"
    case availabilitySet = "availability.set"
    case certificateGet = "certificate.get"
    case certificateList = "certificate.list"
    case clockAdvance = "clock.advance"
    case clockConfirm = "clock.confirm"
    case coachingAbandon = "coaching.abandon"
    case coachingCount = "coaching.count"
    case coachingList = "coaching.list"
    case coachingRecord = "coaching.record"
    case coachingStart = "coaching.start"
    case cohortCancel = "cohort.cancel"
    case cohortChange = "cohort.change"
    case cohortClose = "cohort.close"
    case cohortCreate = "cohort.create"
    case cohortGet = "cohort.get"
    case cohortList = "cohort.list"
    case cohortOpen = "cohort.open"
    case cohortStart = "cohort.start"
    case cohortTimeline = "cohort.timeline"
    case concernHandover = "concern.handover"
    case concernList = "concern.list"
    case concernMark = "concern.mark"
    case conflictCreate = "conflict.create"
    case conflictList = "conflict.list"
    case conflictRemove = "conflict.remove"
    case consentGive = "consent.give"
    case consentList = "consent.list"
    case consentWithdraw = "consent.withdraw"
    case contactImport = "contact.import"
    case daemonReload = "daemon.reload"
    case deliverClaim = "deliver.claim"
    case deliverReport = "deliver.report"
    case enquiryContact = "enquiry.contact"
    case enquiryConvert = "enquiry.convert"
    case enquiryCreate = "enquiry.create"
    case enquiryDecline = "enquiry.decline"
    case enquiryGet = "enquiry.get"
    case enquiryList = "enquiry.list"
    case enrolmentConfirm = "enrolment.confirm"
    case enrolmentCreate = "enrolment.create"
    case enrolmentDefer = "enrolment.defer"
    case enrolmentGet = "enrolment.get"
    case enrolmentList = "enrolment.list"
    case enrolmentPause = "enrolment.pause"
    case enrolmentReplace = "enrolment.replace"
    case enrolmentResume = "enrolment.resume"
    case enrolmentWithdraw = "enrolment.withdraw"
    case erasureComplete = "erasure.complete"
    case erasureGet = "erasure.get"
    case erasureList = "erasure.list"
    case erasureRefuse = "erasure.refuse"
    case erasureRequest = "erasure.request"
    case erasureWithdraw = "erasure.withdraw"
    case eventsSubscribe = "events.subscribe"
    case evidenceAmend = "evidence.amend"
    case evidenceDestroy = "evidence.destroy"
    case evidenceGet = "evidence.get"
    case evidenceList = "evidence.list"
    case evidenceRecord = "evidence.record"
    case federationGet = "federation.get"
    case federationList = "federation.list"
    case feedbackGet = "feedback.get"
    case feedbackList = "feedback.list"
    case feedbackRecord = "feedback.record"
    case furtherTrainingList = "furthertraining.list"
    case furtherTrainingRecord = "furthertraining.record"
    case groupAssist = "group.assist"
    case groupConfirm = "group.confirm"
    case groupContinue = "group.continue"
    case groupCreate = "group.create"
    case groupDissolve = "group.dissolve"
    case groupGet = "group.get"
    case groupJoin = "group.join"
    case groupList = "group.list"
    case groupOptions = "group.options"
    case groupPause = "group.pause"
    case groupResume = "group.resume"
    case hello
    case holdExtend = "hold.extend"
    case holdGet = "hold.get"
    case holdLift = "hold.lift"
    case holdList = "hold.list"
    case holdPlace = "hold.place"
    case holidayImport = "holiday.import"
    case holidayList = "holiday.list"
    case inviteList = "invite.list"
    case linkImport = "link.import"
    case membershipCreate = "membership.create"
    case membershipEnd = "membership.end"
    case membershipList = "membership.list"
    case obligationList = "obligation.list"
    case outboxCancel = "outbox.cancel"
    case outboxFlush = "outbox.flush"
    case outboxHold = "outbox.hold"
    case outboxList = "outbox.list"
    case outboxRelease = "outbox.release"
    case outboxRetry = "outbox.retry"
    case outboxShow = "outbox.show"
    case personExport = "person.export"
    case personFind = "person.find"
    case personGet = "person.get"
    case personList = "person.list"
    case ping
    case protocolAccept = "protocol.accept"
    case protocolList = "protocol.list"
    case protocolPublish = "protocol.publish"
    case purgeGet = "purge.get"
    case purgeList = "purge.list"
    case readinessAttest = "readiness.attest"
    case readinessRetract = "readiness.retract"
    case referralList = "referral.list"
    case referralRecord = "referral.record"
    case reminderExplain = "reminder.explain"
    case reminderList = "reminder.list"
    case reminderPreview = "reminder.preview"
    case reportGet = "report.get"
    case reportRecord = "report.record"
    case reportShare = "report.share"
    case retentionPreview = "retention.preview"
    case retentionRules = "retention.rules"
    case retentionRun = "retention.run"
    case reviewerAssign = "reviewer.assign"
    case reviewerCreate = "reviewer.create"
    case reviewerList = "reviewer.list"
    case rpcDiscover = "rpc.discover"
    case schoolGet = "school.get"
    case schoolImport = "school.import"
    case schoolList = "school.list"
    case sessionCancel = "session.cancel"
    case sessionChange = "session.change"
    case sessionGet = "session.get"
    case sessionHold = "session.hold"
    case sessionList = "session.list"
    case sessionPostpone = "session.postpone"
    case sessionRepeat = "session.repeat"
    case sessionReschedule = "session.reschedule"
    case sessionSchedule = "session.schedule"
    case status
    case suppressionLift = "suppression.lift"
    case suppressionList = "suppression.list"
    case tenureEnd = "tenure.end"
    case tenureOpen = "tenure.open"
    case tenureReplace = "tenure.replace"
    case termImport = "term.import"
    case termList = "term.list"
    case themeAdd = "theme.add"
    case themeDemand = "theme.demand"
    case themeList = "theme.list"
    case themeRename = "theme.rename"
    case themeRetire = "theme.retire"
    case trustGet = "trust.get"
    case trustList = "trust.list"
    case visitAgree = "visit.agree"
    case visitCancel = "visit.cancel"
    case visitChange = "visit.change"
    case visitGet = "visit.get"
    case visitHold = "visit.hold"
    case visitLead = "visit.lead"
    case visitList = "visit.list"
    case visitMiss = "visit.miss"
    case visitPrepare = "visit.prepare"
    case visitPropose = "visit.propose"
    case visitReschedule = "visit.reschedule"
    case walkthrusCreate = "walkthrus.create"
    case whoami
    case writeupAccept = "writeup.accept"
    case writeupGet = "writeup.get"
    case writeupList = "writeup.list"
    case writeupRecord = "writeup.record"

    /// The parameters, reply and rules of each.
    public var request: any Request.Type {
        switch self {
        case .agendaGet: AgendaGet.self
        case .agendaSet: AgendaSet.self
        case .attendanceRecord: AttendanceRecord.self
        case .auditList: AuditList.self
        case .availabilityClear: AvailabilityClear.self
        case .availabilityList: AvailabilityList.self
        case .availabilitySet: AvailabilitySet.self
        case .certificateGet: CertificateGet.self
        case .certificateList: CertificateList.self
        case .clockAdvance: ClockAdvance.self
        case .clockConfirm: ClockConfirm.self
        case .coachingAbandon: CoachingAbandon.self
        case .coachingCount: CoachingCount.self
        case .coachingList: CoachingList.self
        case .coachingRecord: CoachingRecord.self
        case .coachingStart: CoachingStart.self
        case .cohortCancel: CohortCancel.self
        case .cohortChange: CohortChange.self
        case .cohortClose: CohortClose.self
        case .cohortCreate: CohortCreate.self
        case .cohortGet: CohortGet.self
        case .cohortList: CohortList.self
        case .cohortOpen: CohortOpen.self
        case .cohortStart: CohortStart.self
        case .cohortTimeline: CohortTimeline.self
        case .concernHandover: ConcernHandover.self
        case .concernList: ConcernList.self
        case .concernMark: ConcernMark.self
        case .conflictCreate: ConflictCreate.self
        case .conflictList: ConflictList.self
        case .conflictRemove: ConflictRemove.self
        case .consentGive: ConsentGive.self
        case .consentList: ConsentList.self
        case .consentWithdraw: ConsentWithdraw.self
        case .contactImport: ContactImport.self
        case .daemonReload: DaemonReload.self
        case .deliverClaim: DeliverClaim.self
        case .deliverReport: DeliverReport.self
        case .enquiryContact: EnquiryContact.self
        case .enquiryConvert: EnquiryConvert.self
        case .enquiryCreate: EnquiryCreate.self
        case .enquiryDecline: EnquiryDecline.self
        case .enquiryGet: EnquiryGet.self
        case .enquiryList: EnquiryList.self
        case .enrolmentConfirm: EnrolmentConfirm.self
        case .enrolmentCreate: EnrolmentCreate.self
        case .enrolmentDefer: EnrolmentDefer.self
        case .enrolmentGet: EnrolmentGet.self
        case .enrolmentList: EnrolmentList.self
        case .enrolmentPause: EnrolmentPause.self
        case .enrolmentReplace: EnrolmentReplace.self
        case .enrolmentResume: EnrolmentResume.self
        case .enrolmentWithdraw: EnrolmentWithdraw.self
        case .erasureComplete: ErasureComplete.self
        case .erasureGet: ErasureGet.self
        case .erasureList: ErasureList.self
        case .erasureRefuse: ErasureRefuse.self
        case .erasureRequest: ErasureRequest.self
        case .erasureWithdraw: ErasureWithdraw.self
        case .eventsSubscribe: EventsSubscribe.self
        case .evidenceAmend: EvidenceAmend.self
        case .evidenceDestroy: EvidenceDestroy.self
        case .evidenceGet: EvidenceGet.self
        case .evidenceList: EvidenceList.self
        case .evidenceRecord: EvidenceRecord.self
        case .federationGet: FederationGet.self
        case .federationList: FederationList.self
        case .feedbackGet: FeedbackGet.self
        case .feedbackList: FeedbackList.self
        case .feedbackRecord: FeedbackRecord.self
        case .furtherTrainingList: FurtherTrainingList.self
        case .furtherTrainingRecord: FurtherTrainingRecord.self
        case .groupAssist: GroupAssist.self
        case .groupConfirm: GroupConfirm.self
        case .groupContinue: GroupContinue.self
        case .groupCreate: GroupCreate.self
        case .groupDissolve: GroupDissolve.self
        case .groupGet: GroupGet.self
        case .groupJoin: GroupJoin.self
        case .groupList: GroupList.self
        case .groupOptions: GroupOptions.self
        case .groupPause: GroupPause.self
        case .groupResume: GroupResume.self
        case .hello: Hello.self
        case .holdExtend: HoldExtend.self
        case .holdGet: HoldGet.self
        case .holdLift: HoldLift.self
        case .holdList: HoldList.self
        case .holdPlace: HoldPlace.self
        case .holidayImport: HolidayImport.self
        case .holidayList: HolidayList.self
        case .inviteList: InviteList.self
        case .linkImport: LinkImport.self
        case .membershipCreate: MembershipCreate.self
        case .membershipEnd: MembershipEnd.self
        case .membershipList: MembershipList.self
        case .obligationList: ObligationList.self
        case .outboxCancel: OutboxCancel.self
        case .outboxFlush: OutboxFlush.self
        case .outboxHold: OutboxHold.self
        case .outboxList: OutboxList.self
        case .outboxRelease: OutboxRelease.self
        case .outboxRetry: OutboxRetry.self
        case .outboxShow: OutboxShow.self
        case .personExport: PersonExport.self
        case .personFind: PersonFind.self
        case .personGet: PersonGet.self
        case .personList: PersonList.self
        case .ping: Ping.self
        case .protocolAccept: ProtocolAccept.self
        case .protocolList: ProtocolList.self
        case .protocolPublish: ProtocolPublish.self
        case .purgeGet: PurgeGet.self
        case .purgeList: PurgeList.self
        case .readinessAttest: ReadinessAttest.self
        case .readinessRetract: ReadinessRetract.self
        case .referralList: ReferralList.self
        case .referralRecord: ReferralRecord.self
        case .reminderExplain: ReminderExplain.self
        case .reminderList: ReminderList.self
        case .reminderPreview: ReminderPreview.self
        case .reportGet: ReportGet.self
        case .reportRecord: ReportRecord.self
        case .reportShare: ReportShare.self
        case .retentionPreview: RetentionPreview.self
        case .retentionRules: RetentionRules.self
        case .retentionRun: RetentionRun.self
        case .reviewerAssign: ReviewerAssign.self
        case .reviewerCreate: ReviewerCreate.self
        case .reviewerList: ReviewerList.self
        case .rpcDiscover: RPCDiscover.self
        case .schoolGet: SchoolGet.self
        case .schoolImport: SchoolImport.self
        case .schoolList: SchoolList.self
        case .sessionCancel: SessionCancel.self
        case .sessionChange: SessionChange.self
        case .sessionGet: SessionGet.self
        case .sessionHold: SessionHold.self
        case .sessionList: SessionList.self
        case .sessionPostpone: SessionPostpone.self
        case .sessionRepeat: SessionRepeat.self
        case .sessionReschedule: SessionReschedule.self
        case .sessionSchedule: SessionSchedule.self
        case .status: Status.self
        case .suppressionLift: SuppressionLift.self
        case .suppressionList: SuppressionList.self
        case .tenureEnd: TenureEnd.self
        case .tenureOpen: TenureOpen.self
        case .tenureReplace: TenureReplace.self
        case .termImport: TermImport.self
        case .termList: TermList.self
        case .themeAdd: ThemeAdd.self
        case .themeDemand: ThemeDemand.self
        case .themeList: ThemeList.self
        case .themeRename: ThemeRename.self
        case .themeRetire: ThemeRetire.self
        case .trustGet: TrustGet.self
        case .trustList: TrustList.self
        case .visitAgree: VisitAgree.self
        case .visitCancel: VisitCancel.self
        case .visitChange: VisitChange.self
        case .visitGet: VisitGet.self
        case .visitHold: VisitHold.self
        case .visitLead: VisitLead.self
        case .visitList: VisitList.self
        case .visitMiss: VisitMiss.self
        case .visitPrepare: VisitPrepare.self
        case .visitPropose: VisitPropose.self
        case .visitReschedule: VisitReschedule.self
        case .walkthrusCreate: WalkthrusCreate.self
        case .whoami: WhoAmI.self
        case .writeupAccept: WriteupAccept.self
        case .writeupGet: WriteupGet.self
        case .writeupList: WriteupList.self
        case .writeupRecord: WriteupRecord.self
        }
    }
}
