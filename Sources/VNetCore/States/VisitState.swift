/// One school hosting its group for a day.
public enum VisitState: String, StateMachine {
    case unset, proposed, agreed, prepared, held
    case writtenUp = "written_up"
    case accepted, cancelled, missed

    public enum Act: String, StateAct {
        case propose, agree, prepare, hold
        case writeUp = "write_up"
        case accept
        /// A date that was set is given up for another; the new one has to be agreed again.
        case reschedule
        case cancel, miss

        public var done: String {
            switch self {
            case .propose: "proposed"
            case .agree: "agreed"
            case .prepare: "prepared"
            case .hold: "held"
            case .writeUp: "written up"
            case .accept: "accepted"
            case .reschedule: "moved"
            case .cancel: "cancelled"
            case .miss: "missed"
            }
        }
    }

    public static let subject = "visit"

    public static func transition(_ act: Act) -> Transition<VisitState> {
        switch act {
        case .propose: Transition(from: [.unset], to: .proposed)
        case .agree: Transition(from: [.proposed], to: .agreed)
        case .prepare: Transition(from: [.agreed], to: .prepared)
        case .hold: Transition(from: [.agreed, .prepared], to: .held)
        case .writeUp: Transition(from: [.held], to: .writtenUp)
        case .accept: Transition(from: [.writtenUp], to: .accepted)
        case .reschedule: Transition(from: [.proposed, .agreed, .prepared, .missed], to: .proposed)
        case .cancel: Transition(from: [.unset, .proposed, .agreed, .prepared, .missed], to: .cancelled)
        case .miss: Transition(from: [.agreed, .prepared], to: .missed)
        }
    }

    /// Whether the visit has a date that people should keep.
    public var isComing: Bool {
        switch self {
        case .proposed, .agreed, .prepared: true
        case .unset, .held, .writtenUp, .accepted, .cancelled, .missed: false
        }
    }

    /// Whether the visit took place.
    public var tookPlace: Bool {
        switch self {
        case .held, .writtenUp, .accepted: true
        case .unset, .proposed, .agreed, .prepared, .cancelled, .missed: false
        }
    }

    /// Whether nothing more is expected of it.
    public var isOver: Bool {
        switch self {
        case .accepted, .cancelled: true
        case .unset, .proposed, .agreed, .prepared, .held, .writtenUp, .missed: false
        }
    }
}

extension VisitState {
    public func advice(towards act: Act) -> String {
        switch (self, act) {
        case (.unset, .propose): "“visit propose” proposes a day."
        case (.unset, _): "Name the day that is agreed, with “visit agree --date”."
        case (.proposed, .propose), (.agreed, .propose), (.prepared, .propose): "“visit reschedule” moves it."
        case (.agreed, .agree), (.prepared, .agree): "It is agreed already; “visit reschedule” moves it."
        case (.proposed, _): "“visit agree” records that its day is agreed."
        case (.agreed, _), (.prepared, _): "“visit hold” records that it took place."
        case (.held, _): "It took place, which is final; “writeup record” comes next."
        case (.writtenUp, _): "It took place, which is final; “writeup accept” comes next."
        case (.accepted, _): "That is final; “report record” puts its outcome report on record."
        case (.cancelled, _): "That is final; a school gets another visit when it joins a group, with “group join”."
        case (.missed, _): "“visit reschedule” gives it a new day."
        }
    }
}
